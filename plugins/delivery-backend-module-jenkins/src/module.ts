import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { createJenkinsProvider } from './createJenkinsProvider';

/**
 * Observes the builds of jobs that entities name, and what jobs deploy, at the instances that `delivery.jenkins` or
 * `jenkins` configures.
 *
 * @public
 */
export const deliveryModuleJenkins = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'jenkins',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: deliveryProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        const provider = createJenkinsProvider(config);
        if (provider) {
          providers.addProvider(provider);
        }
      },
    });
  },
});
