import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('./sandbox/sandboxAuthModule'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));

backend.add(import('@throughline/plugin-delivery-backend'));
backend.add(import('@throughline/plugin-delivery-backend-module-argocd'));
backend.add(import('@throughline/plugin-delivery-backend-module-flux'));
backend.add(import('@throughline/plugin-delivery-backend-module-kubernetes'));
backend.add(import('@throughline/plugin-delivery-backend-module-github'));
backend.add(import('@throughline/plugin-delivery-backend-module-oci'));
backend.add(import('@throughline/plugin-delivery-backend-module-jenkins'));
backend.add(import('@throughline/plugin-delivery-backend-module-git'));
backend.add(import('@throughline/plugin-delivery-backend-module-gitlab'));
backend.add(import('@throughline/plugin-delivery-backend-module-gitea'));
backend.add(import('@throughline/plugin-delivery-backend-module-prometheus'));
backend.add(import('@throughline/plugin-delivery-backend-module-terraform'));
backend.add(import('@throughline/plugin-delivery-backend-module-tekton'));

// Backstage by itself would log that the start failed, and stay up with what did start.
backend.start().catch((error: Error) => {
  process.stderr.write(`The backend did not start. ${error.message}\n`);
  process.exit(1);
});
