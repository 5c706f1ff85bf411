import { z } from 'zod';
import {
  SourceFailure,
  type DeliverySource,
} from '@throughline/plugin-delivery-node';
import type { ArgocdClient } from '../api/ArgocdClient';
import { diffsOf } from './diffsOf';
import { eventsOf } from './eventsOf';
import { resourcesOf } from './resourcesOf';

/** What can be looked up live about an application. */
export function createDetails(
  client: ArgocdClient,
): NonNullable<DeliverySource['details']> {
  return {
    async resources(target, { signal }) {
      const [tree, application] = await Promise.all([
        client.getOfApplication(target, ['resource-tree'], { signal }),
        client.getApplication(target, { signal }),
      ]);
      return {
        kind: 'resources',
        resources: read(() => resourcesOf(tree, application)),
      };
    },
    async diff(target, { signal }) {
      const answer = await client.getOfApplication(
        target,
        ['managed-resources'],
        { signal },
      );
      return { kind: 'diff', diffs: read(() => diffsOf(answer)) };
    },
    async events(target, { signal }) {
      const answer = await client.getOfApplication(target, ['events'], {
        signal,
      });
      return { kind: 'events', events: read(() => eventsOf(answer)) };
    },
  };
}

function read<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof z.ZodError) {
      throw new SourceFailure(
        'protocol',
        'Argo CD answered in a form that is not known here',
      );
    }
    throw error;
  }
}
