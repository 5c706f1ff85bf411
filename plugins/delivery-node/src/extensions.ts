import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { DeliveryProvider } from './contract';

/**
 * Where provider modules register.
 *
 * @public
 */
export interface DeliveryProvidersExtensionPoint {
  /**
   * Adds a provider.
   *
   * @throws ConflictError where a provider of that system, or a source of that id, has been added already
   */
  addProvider(provider: DeliveryProvider): void;
}

/**
 * The extension point for {@link DeliveryProvider | providers}.
 *
 * @public
 */
export const deliveryProvidersExtensionPoint =
  createExtensionPoint<DeliveryProvidersExtensionPoint>({
    id: 'delivery.providers',
  });
