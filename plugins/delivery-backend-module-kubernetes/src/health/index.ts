export * from './judgeCronJob';
export * from './judgeDaemonSet';
export * from './judgeDeployment';
export * from './judgeJob';
export * from './judgeRollout';
export * from './judgeStatefulSet';
export * from './withPods';
