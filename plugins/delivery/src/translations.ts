import {
  createTranslationRef,
  type TranslationRef,
} from '@backstage/core-plugin-api/alpha';
import type { FlatMessages } from './messages/FlatMessages';
import { fleetMessages } from './messages/fleet';
import { lanesMessages } from './messages/lanes';
import { listsMessages } from './messages/lists';
import { operationsMessages } from './messages/operations';
import { operationsPageMessages } from './messages/operationsPage';
import { statesMessages } from './messages/states';
import { statusMessages } from './messages/status';
import { targetsMessages } from './messages/targets';
import { versionRulesMessages } from './messages/versionRules';
import { vitalsMessages } from './messages/vitals';

export type {
  FlatMessages,
  MessageAt,
  MessagePath,
} from './messages/FlatMessages';

/**
 * All visible messages of the delivery pages, in English.
 *
 * @public
 */
export const deliveryMessages = {
  status: statusMessages,
  lanes: lanesMessages,
  targets: targetsMessages,
  lists: listsMessages,
  vitals: vitalsMessages,
  states: statesMessages,
  pages: fleetMessages,
  operations: operationsMessages,
  operationsPage: operationsPageMessages,
  versionRules: versionRulesMessages,
} as const;

/**
 * What the messages of the delivery pages are translated by, with `createTranslationResource`.
 *
 * @public
 */
export const deliveryTranslationRef: TranslationRef<
  'delivery',
  FlatMessages<typeof deliveryMessages>
> = createTranslationRef({ id: 'delivery', messages: deliveryMessages });
