import type { SourceOperation } from '@throughline/plugin-delivery-node';
import type { ActClient } from '../api/ActClient';
import { createCancelRun } from './createCancelRun';
import { createRerun } from './createRerun';
import { createRunPipeline } from './createRunPipeline';
import { Lacks } from './Lacks';

/** What a Gitea or Forgejo host can be asked to do. */
export function createOperators(client: ActClient): SourceOperation[] {
  const options = { client, lacks: new Lacks() };
  return [
    createRunPipeline(options),
    createRerun(options, 'rerun'),
    createRerun(options, 'rerunFailed'),
    createCancelRun(options),
  ];
}
