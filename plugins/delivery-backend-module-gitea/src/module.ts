import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { createGiteaProvider } from './createGiteaProvider';

/**
 * Observes the repositories of interest at the hosts that `integrations.gitea` configures.
 *
 * @public
 */
export const deliveryModuleGitea = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'gitea',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: deliveryProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        const provider = createGiteaProvider(config);
        if (provider) {
          providers.addProvider(provider);
        }
      },
    });
  },
});
