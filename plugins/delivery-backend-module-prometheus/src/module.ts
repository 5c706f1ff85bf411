import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { createPrometheusProvider } from './createPrometheusProvider';

/**
 * Observes how services fare, and measures them, at the servers that `delivery.prometheus` configures.
 *
 * @public
 */
export const deliveryModulePrometheus = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'prometheus',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: deliveryProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        const provider = createPrometheusProvider(config);
        if (provider) {
          providers.addProvider(provider);
        }
      },
    });
  },
});
