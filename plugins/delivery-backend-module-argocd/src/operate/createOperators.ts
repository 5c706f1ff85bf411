import type { SourceOperation } from '@throughline/plugin-delivery-node';
import type { ArgocdClient } from '../api/ArgocdClient';
import { refreshOperation } from './refresh';
import { syncOperation } from './sync';
import { terminateOperation } from './terminate';

/** What an instance can be asked to do. */
export function createOperators(
  client: ArgocdClient,
  instanceUrl: string,
): SourceOperation[] {
  return [
    syncOperation(client, instanceUrl),
    refreshOperation(client, 'refresh'),
    refreshOperation(client, 'hardRefresh'),
    terminateOperation(client),
  ];
}
