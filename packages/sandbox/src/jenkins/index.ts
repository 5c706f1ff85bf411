export * from './BuildRecord';
export * from './Builds';
export * from './createJenkins';
export { JENKINS_ACCOUNT } from './api/access';
