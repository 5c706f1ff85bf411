import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { readFluxConfig } from './config/readFluxConfig';
import { createFluxProvider } from './createFluxProvider';

/**
 * Collects Kustomizations and HelmReleases of Flux.
 *
 * @public
 */
export const deliveryModuleFlux = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'flux',
  register(env) {
    env.registerInit({
      deps: {
        providers: deliveryProvidersExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ providers, config, logger }) {
        const read = await readFluxConfig(config);
        logger.info(
          `Flux: ${read.clusters.length} clusters are looked at, ${read.leftOut} are left out as they cannot be reached`,
        );
        if (read.clusters.length > 0) {
          providers.addProvider(createFluxProvider(read));
        }
      },
    });
  },
});
