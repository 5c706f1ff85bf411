import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { readArgocdInstances } from './config/readArgocdInstances';
import { createArgocdSource, SYSTEM } from './createArgocdSource';

/**
 * Collects applications and their deployments from Argo CD.
 *
 * @public
 */
export const deliveryModuleArgocd = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'argocd',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        providers: deliveryProvidersExtensionPoint,
      },
      async init({ config, logger, providers }) {
        const instances = readArgocdInstances(config);
        if (instances.length === 0) {
          logger.info(
            `No Argo CD is configured; 'delivery.argocd.instances' is where`,
          );
          return;
        }
        for (const { name, unverified } of instances) {
          if (unverified) {
            logger.warn(
              `The certificate of Argo CD '${name}' is not checked ('tls.insecureSkipVerify')`,
            );
          }
        }
        providers.addProvider({
          system: SYSTEM,
          title: 'Argo CD',
          sources: instances.map(instance => createArgocdSource(instance)),
        });
      },
    });
  },
});
