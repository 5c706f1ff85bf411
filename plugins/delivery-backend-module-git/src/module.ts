import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { createGitProvider } from './createGitProvider';

/**
 * Observes the repositories that entities and targets refer to, at the Git hosts that `delivery.git` configures.
 *
 * @public
 */
export const deliveryModuleGit = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'git',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: deliveryProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        const provider = createGitProvider(config);
        if (provider) {
          providers.addProvider(provider);
        }
      },
    });
  },
});
