import { DeploymentRecord, JobRecord, PullRecord, RunRecord } from '../records';

/** Something that happened on the forge besides a push. */
export type ForgeEvent =
  | {
      kind: 'workflow_run';
      action: 'requested' | 'in_progress' | 'completed';
      repository: string;
      run: RunRecord;
    }
  | {
      kind: 'workflow_job';
      action: 'queued' | 'in_progress' | 'completed';
      repository: string;
      run: RunRecord;
      job: JobRecord;
    }
  | {
      kind: 'pull_request';
      action: 'opened' | 'synchronize' | 'closed';
      repository: string;
      pull: PullRecord;
      actor: string;
      before?: string;
      after?: string;
    }
  | {
      kind: 'deployment_status';
      action: 'created';
      repository: string;
      deployment: DeploymentRecord;
      status: DeploymentRecord['statuses'][number];
    };

/** What the API can ask of whoever runs workflows. */
export interface Actions {
  /** Stops a run; false where it does not run. */
  cancel(run: number): boolean;
  /** Starts the next attempt of a run. */
  rerun(repository: string, next: RunRecord): void;
  /** Starts a workflow by hand; undefined where there is none of that file. */
  dispatch(
    repository: string,
    request: {
      workflow: string;
      branch: string;
      sha: string;
      actor: string;
      inputs: Record<string, string>;
    },
  ): RunRecord | undefined;
}
