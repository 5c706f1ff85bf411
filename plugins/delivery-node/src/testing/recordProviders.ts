import type { ExtensionPoint } from '@backstage/backend-plugin-api';
import type { DeliveryProvider } from '../contract';
import {
  deliveryProvidersExtensionPoint,
  type DeliveryProvidersExtensionPoint,
} from '../extensions';

/**
 * Stands in for the plugin in a test of a module's registration: give the extension points to `startTestBackend`, and
 * look at the providers that the module added.
 *
 * @public
 */
export function recordProviders(): {
  providers: DeliveryProvider[];
  extensionPoints: [
    [
      ExtensionPoint<DeliveryProvidersExtensionPoint>,
      DeliveryProvidersExtensionPoint,
    ],
  ];
} {
  const providers: DeliveryProvider[] = [];
  const addProvider = (provider: DeliveryProvider) => {
    providers.push(provider);
  };
  return {
    providers,
    extensionPoints: [[deliveryProvidersExtensionPoint, { addProvider }]],
  };
}
