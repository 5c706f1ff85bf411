import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addMixedSources } from './mixedSources.mjs';

const SMALL_CLUSTERS = ['nonprod', 'prod-eu', 'prod-us', 'prod-ap'];

/**
 * Writes what the portal needs on top of app-config.yaml; YAML holds JSON.
 *
 * @param options - `sources`: `four`, for Argo CD, Kubernetes, a forge and a registry alone, or `mixed`, for twenty more
 */
export function writeConfig(folder, { ports, clusters, database, sources }) {
  const name = sources ? `${database.client}-${sources}` : database.client;
  const file = join(folder, `app-config.bench-${name}.yaml`);
  const local = port => `http://localhost:${port}`;
  const names = [
    ...SMALL_CLUSTERS,
    ...Array.from(
      { length: clusters },
      (_, index) => `large-${String(index + 1).padStart(2, '0')}`,
    ),
  ];
  const config = {
    app: { baseUrl: `http://127.0.0.1:${ports.portal}` },
    backend: {
      baseUrl: `http://127.0.0.1:${ports.portal}`,
      listen: { port: ports.portal, host: '127.0.0.1' },
      database: database.config,
      reading: { allow: [{ host: `localhost:${ports.control}` }] },
    },
    auth: {
      providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
    },
    integrations: {
      github: [
        {
          host: `localhost:${ports.forge}`,
          apiBaseUrl: `${local(ports.forge)}/api/v3`,
          token: 'sandbox-github-token',
        },
      ],
    },
    catalog: {
      // As a portal of this size has it: with the default of two minutes the catalog's own work hides all other.
      processingInterval: { minutes: 30 },
      locations: [
        { type: 'url', target: `${local(ports.control)}/catalog/all.yaml` },
      ],
    },
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: names.map(name => ({
            name,
            url: `${local(ports.kubernetes)}/clusters/${name}`,
            authProvider: 'serviceAccount',
            serviceAccountToken: 'sandbox-kubernetes-token',
          })),
        },
      ],
    },
    delivery: {
      sandbox: true,
      linking: {
        trust: { repositories: [`localhost:${ports.forge}/*`] },
      },
      argocd: {
        instances: [
          {
            name: 'nonprod',
            url: local(ports.argo.nonprod),
            token: 'sandbox-argocd-token',
          },
          {
            name: 'prod',
            url: local(ports.argo.prod),
            username: 'throughline',
            password: 'sandbox-password',
          },
          {
            name: 'large',
            url: local(ports.argo.large),
            token: 'sandbox-argocd-token',
          },
        ],
      },
      oci: {
        registries: [
          {
            name: 'sandbox',
            host: `localhost:${ports.registry}`,
            url: local(ports.registry),
            username: 'sandbox',
            password: 'sandbox-registry-password',
          },
        ],
      },
    },
  };
  if (sources) {
    // Both would look into each cluster unless told.
    Object.assign(config.delivery, {
      flux: { clusters: [] },
      tekton: { clusters: [] },
    });
  }
  if (sources === 'mixed') {
    addMixedSources(config, { ports, folder });
  }
  writeFileSync(file, JSON.stringify(config, undefined, 2));
  return file;
}
