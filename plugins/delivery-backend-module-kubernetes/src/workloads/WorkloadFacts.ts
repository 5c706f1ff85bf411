import type {
  HealthStatus,
  Judged,
  Replicas,
  RolloutProgress,
  Schedule,
  TargetCondition,
} from '@throughline/plugin-delivery-common';

/** A container of a pod template. */
export interface TemplateContainer {
  name: string;
  image?: string;
}

/** How far the revision has come that a workload is at. */
export interface RevisionProgress {
  /** The number (Deployments, Rollouts) or the name of the ControllerRevision (StatefulSets, DaemonSets). */
  current?: string;
  outcome: 'running' | 'succeeded' | 'failed' | 'unknown';
  /** ISO 8601 */
  finishedAt?: string;
}

/**
 * What is kept of a workload between two of its events. It is kept as JSON, hence short keys are not needed but
 * everything in it must be plain.
 */
export interface WorkloadFacts {
  group: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  labels: Record<string, string>;
  /** Absent where the template is elsewhere (a Rollout with a workloadRef). */
  containers?: TemplateContainer[];
  /** As the workload itself tells, its pods not looked at. */
  health: Judged<HealthStatus>;
  replicas?: Replicas;
  rollout?: RolloutProgress;
  schedule?: Schedule;
  conditions?: TargetCondition[];
  generatedBy?: { resource: string; name: string };
  /** True where a GitOps controller has marked it as its own; that controller's history counts then. */
  managed: boolean;
  progress?: RevisionProgress;
}
