import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
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

/**
 * All visible messages of the delivery pages, in English; translate them with `createTranslationResource`.
 *
 * @public
 */
export const deliveryTranslationRef = createTranslationRef({
  id: 'delivery',
  messages: {
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
  },
});
