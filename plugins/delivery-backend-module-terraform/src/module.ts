import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { createTerraformProvider } from './createTerraformProvider';

/**
 * Observes the workspaces of the organizations, and the published plans and states, that `delivery.terraform`
 * configures.
 *
 * @public
 */
export const deliveryModuleTerraform = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'terraform',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: deliveryProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        const provider = createTerraformProvider(config);
        if (provider) {
          providers.addProvider(provider);
        }
      },
    });
  },
});
