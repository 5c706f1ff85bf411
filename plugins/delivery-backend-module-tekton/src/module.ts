import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { readTektonConfig } from './config/readTektonConfig';
import { createTektonProvider } from './createTektonProvider';

/**
 * Collects pipeline runs of Tekton from Kubernetes clusters.
 *
 * @public
 */
export const deliveryModuleTekton = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'tekton',
  register(env) {
    env.registerInit({
      deps: {
        providers: deliveryProvidersExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ providers, config, logger }) {
        const read = await readTektonConfig(config);
        logger.info(
          `Tekton: its runs are looked for in ${read.clusters.length} clusters`,
        );
        if (read.clusters.length > 0) {
          providers.addProvider(createTektonProvider(read));
        }
      },
    });
  },
});
