import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { DeliveryService } from '../read/DeliveryService';
import { registerExplainNotHealthy } from './explainNotHealthy';
import { registerFindChange } from './findChange';
import { registerGetDeliveryStatus } from './getDeliveryStatus';
import { registerListDeployments } from './listDeployments';

/**
 * Registers what clients of the portal's actions can ask for. All of it reads, under the credentials of who asks.
 *
 * @param delivery - the service that authorises
 */
export function registerActions(
  registry: ActionsRegistryService,
  delivery: DeliveryService,
): void {
  for (const register of [
    registerGetDeliveryStatus,
    registerFindChange,
    registerListDeployments,
    registerExplainNotHealthy,
  ]) {
    register(registry, delivery);
  }
}
