import type { OperationInput } from '@throughline/plugin-delivery-common';

/** What a button asks for, before the dialog adds form, reason and key. */
export interface AskedOperation {
  input: Pick<
    OperationInput,
    | 'type'
    | 'entityRef'
    | 'targetIds'
    | 'runId'
    | 'pipelineId'
    | 'environment'
    | 'fromEnvironment'
    | 'deploymentId'
  >;
  /** The target, the run or the pipeline, as people call it. */
  subject?: string;
  /** The label of the version that it would bring. */
  version?: string;
  /** The title of the environment. */
  environment?: string;
}
