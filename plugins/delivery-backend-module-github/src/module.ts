import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { createGithubProvider } from './createGithubProvider';

/**
 * Observes the repositories of interest at the hosts that `integrations.github` configures.
 *
 * @public
 */
export const deliveryModuleGithub = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'github',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: deliveryProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        const provider = createGithubProvider(config);
        if (provider) {
          providers.addProvider(provider);
        }
      },
    });
  },
});
