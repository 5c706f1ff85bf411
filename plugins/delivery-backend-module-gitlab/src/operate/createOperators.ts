import type { SourceOperation } from '@throughline/plugin-delivery-node';
import type { ActClient } from '../api/ActClient';
import { createCancelRun } from './createCancelRun';
import { createRerun } from './createRerun';
import { createRerunFailed } from './createRerunFailed';
import { createRunPipeline } from './createRunPipeline';

/** What a GitLab host can be asked to do. */
export function createOperators(
  client: ActClient,
  options: { pauseMs?: number } = {},
): SourceOperation[] {
  return [
    createRunPipeline(client, { pauseMs: options.pauseMs ?? 700 }),
    createRerun(client),
    createRerunFailed(client),
    createCancelRun(client),
  ];
}
