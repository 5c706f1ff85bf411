import type { SourceOperation } from '@throughline/plugin-delivery-node';
import { createCancelRun } from './createCancelRun';
import { createRerun } from './createRerun';
import { createRunPipeline } from './createRunPipeline';
import type { Operating } from './Operating';

/** What Tekton in a cluster can be asked to do. */
export function createOperators(operating: Operating): SourceOperation[] {
  return [
    createRunPipeline(operating),
    createRerun(operating),
    createCancelRun(operating),
  ];
}
