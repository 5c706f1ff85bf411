import type { Projection } from '@throughline/plugin-delivery-kubernetes-node';
import { projectCronJob } from './projectCronJob';
import { projectDaemonSet } from './projectDaemonSet';
import { projectDeployment } from './projectDeployment';
import { projectRollout } from './projectRollout';
import { projectStatefulSet } from './projectStatefulSet';
import type { ProjectOptions } from './baseFacts';
import type { WorkloadKind } from './kinds';
import type { WorkloadFacts } from './WorkloadFacts';

/** How each kind is projected, but for Jobs, which are also runs of CronJobs: see `projectJob`. */
export const projectWorkload: Record<
  Exclude<WorkloadKind, 'batch/Job'>,
  (options: ProjectOptions) => Projection<WorkloadFacts>
> = {
  'apps/Deployment': projectDeployment,
  'apps/StatefulSet': projectStatefulSet,
  'apps/DaemonSet': projectDaemonSet,
  'batch/CronJob': projectCronJob,
  'argoproj.io/Rollout': projectRollout,
};
