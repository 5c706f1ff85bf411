import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { readKubernetesConfig } from './config/readKubernetesConfig';
import { createKubernetesProvider } from './createKubernetesProvider';

/**
 * Collects workloads from Kubernetes clusters.
 *
 * @public
 */
export const deliveryModuleKubernetes = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'kubernetes',
  register(env) {
    env.registerInit({
      deps: {
        providers: deliveryProvidersExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ providers, config, logger }) {
        const read = await readKubernetesConfig(config);
        const usable = read.clusters.filter(cluster => !cluster.unavailable);
        logger.info(
          `Kubernetes: ${read.clusters.length} clusters are configured, ${usable.length} of them can be collected`,
        );
        if (read.clusters.length > 0) {
          providers.addProvider(createKubernetesProvider(read));
        }
      },
    });
  },
});
