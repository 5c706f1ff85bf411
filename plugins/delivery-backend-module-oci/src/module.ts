import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { createOciProvider } from './createOciProvider';

/**
 * Observes the images that targets run and entities name, at the registries that `delivery.oci` configures.
 *
 * @public
 */
export const deliveryModuleOci = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'oci',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: deliveryProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        const provider = createOciProvider(config);
        if (provider) {
          providers.addProvider(provider);
        }
      },
    });
  },
});
