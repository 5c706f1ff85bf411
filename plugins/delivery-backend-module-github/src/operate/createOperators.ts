import type { SourceOperation } from '@throughline/plugin-delivery-node';
import { Paced } from '../api/Paced';
import type { RepositoryRule } from '../api/RepositoryRule';
import type { WriteClient } from '../api/WriteClient';
import { ActionsReader } from './ActionsReader';
import { ActionsWriter } from './ActionsWriter';
import { createCancelRun } from './createCancelRun';
import { createRerun } from './createRerun';
import { createRunPipeline } from './createRunPipeline';
import type { OperateOptions } from './OperateOptions';
import { SETTLE_MS } from './settled';

/** What GitHub Actions can be asked to do. */
export function createOperators(
  client: WriteClient,
  rule: RepositoryRule,
  timing: { settleMs?: number; paceMs?: number } = {},
): SourceOperation[] {
  const options: OperateOptions = {
    rule,
    reader: context => new ActionsReader(client, context),
    writer: context => new ActionsWriter(client, context),
    paced: new Paced(timing.paceMs),
    settleMs: timing.settleMs ?? SETTLE_MS,
  };
  return [
    createRunPipeline(options),
    createRerun(options, 'rerun'),
    createRerun(options, 'rerunFailed'),
    createCancelRun(options),
  ];
}
