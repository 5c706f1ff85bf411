import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  deliveryPermissions,
  deliveryTargetPermissions,
} from '@throughline/plugin-delivery-common';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { registerActions } from './actions/registerActions';
import { createDelivery, readDeliveryConfig } from './createDelivery';
import { createRouter } from './http/createRouter';
import { subscribeToEvents } from './http/subscribeToEvents';
import { setUpNotices } from './notices';
import { targetRules } from './operate/access/rules';
import { targetResourceRef } from './operate/access/TargetResource';
import { ProviderRegistry } from './ProviderRegistry';
import { createStore } from './store';

/**
 * The delivery backend plugin: collects from the systems whose modules are installed, links what they tell to the
 * catalog's entities, and serves their delivery pages.
 *
 * @public
 */
export const deliveryPlugin = createBackendPlugin({
  pluginId: 'delivery',
  register(env) {
    const registry = new ProviderRegistry();
    env.registerExtensionPoint(deliveryProvidersExtensionPoint, registry);

    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metadata: coreServices.rootInstanceMetadata,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { logger, httpRouter, lifecycle } = deps;
        const config = readDeliveryConfig(deps.config);
        deps.permissionsRegistry.addPermissions(deliveryPermissions);
        deps.permissionsRegistry.addResourceType({
          resourceRef: targetResourceRef,
          permissions: deliveryTargetPermissions,
          rules: targetRules,
        });
        const store = await createStore({ database: deps.database, logger });
        const delivery = await createDelivery({
          ...deps,
          store,
          config,
          registry,
          ruleset:
            deps.permissionsRegistry.getPermissionRuleset(targetResourceRef),
          notices: () =>
            setUpNotices({
              metadata: deps.metadata,
              sources: registry.sources.length,
              environmentsConfigured: deps.config.has('delivery.environments'),
              trustConfigured: config.linking.trust.rules.length > 0,
            }),
        });
        httpRouter.use(
          createRouter({
            delivery: delivery.service,
            operations: delivery.operations,
            evidence: delivery.evidence,
            versionRules: delivery.versionRules,
            httpAuth: deps.httpAuth,
            webhooks: delivery.receiver.handler,
          }),
        );
        registerActions(deps.actionsRegistry, delivery.service);
        httpRouter.addAuthPolicy({
          path: '/webhooks',
          allow: 'unauthenticated',
        });
        await subscribeToEvents({
          providers: registry.providers,
          events: deps.events,
          receiver: delivery.receiver,
          logger,
        });
        await deps.scheduler.scheduleTask({
          id: 'delivery-forget-webhooks',
          frequency: { hours: 6 },
          timeout: { minutes: 5 },
          fn: () => delivery.receiver.forgetOld(),
        });
        await deps.scheduler.scheduleTask({
          id: 'delivery-prune-operations',
          frequency: { hours: 24 },
          timeout: { minutes: 10 },
          fn: async () => {
            await delivery.pruneOperations();
          },
        });
        lifecycle.addStartupHook(() => delivery.start());
        lifecycle.addShutdownHook(() => delivery.stop());
      },
    });
  },
});
