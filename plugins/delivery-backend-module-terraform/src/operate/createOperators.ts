import type { SourceOperation } from '@throughline/plugin-delivery-node';
import { createCancelRun } from './createCancelRun';
import { createPlan } from './createPlan';
import type { Operating } from './Operating';

/** What an organization can be asked to do. Nothing of it changes infrastructure: applying is for the people there. */
export function createOperators(operating: Operating): SourceOperation[] {
  return [createPlan(operating), createCancelRun(operating)];
}
