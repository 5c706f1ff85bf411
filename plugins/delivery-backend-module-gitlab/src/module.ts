import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { createGitlabProvider } from './createGitlabProvider';

/**
 * Observes the projects of interest at the hosts that `integrations.gitlab` configures.
 *
 * @public
 */
export const deliveryModuleGitlab = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'gitlab',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: deliveryProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        const provider = createGitlabProvider(config);
        if (provider) {
          providers.addProvider(provider);
        }
      },
    });
  },
});
