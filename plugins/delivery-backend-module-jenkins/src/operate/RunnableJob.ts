import type { ParameterDefinition } from './FormSchemas';

/** A job that can be run. */
export interface RunnableJob {
  fullName: string;
  parameters: ParameterDefinition[];
}

/** What stands behind the name of a pipeline: a job, or a project with a job for each branch. */
export type Pipeline =
  | { kind: 'job'; job: RunnableJob }
  | {
      kind: 'branches';
      /** By the name of the branch; the one that counts most comes first. */
      branches: ReadonlyMap<string, RunnableJob>;
    };
