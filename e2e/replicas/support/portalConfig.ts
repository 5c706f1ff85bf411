import type { SandboxUrls } from './SandboxWorld';

const CLUSTERS = ['nonprod', 'prod-eu', 'prod-us', 'prod-ap', 'large-01'];

/** What a portal needs on top of app-config.yaml to run on ports of its own, against a sandbox or nothing. */
export function portalConfig(options: {
  port: number;
  database: Record<string, unknown>;
}): Record<string, unknown> {
  const baseUrl = `http://127.0.0.1:${options.port}`;
  return {
    app: { baseUrl },
    backend: {
      baseUrl,
      listen: { port: options.port, host: '127.0.0.1' },
      database: options.database,
    },
    auth: {
      providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
    },
  };
}

/** The systems of a sandbox; some of its Argo CD instances by another way. */
export function sandboxConfig(
  urls: SandboxUrls,
  argo: Record<string, string> = {},
): Record<string, unknown> {
  const host = (url: string) => new URL(url).host;
  const instances = { ...urls.argo, ...argo };
  return {
    backend: { reading: { allow: [{ host: host(urls.control) }] } },
    integrations: {
      github: [
        {
          host: host(urls.forge),
          apiBaseUrl: `${urls.forge}/api/v3`,
          token: 'sandbox-github-token',
        },
      ],
    },
    catalog: {
      processingInterval: { seconds: 30 },
      locations: [{ type: 'url', target: urls.catalog }],
    },
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: CLUSTERS.map(name => ({
            name,
            url: `${urls.kubernetes}/clusters/${name}`,
            authProvider: 'serviceAccount',
            serviceAccountToken: 'sandbox-kubernetes-token',
          })),
        },
      ],
    },
    delivery: {
      sandbox: true,
      collect: { staleAfter: { seconds: 10 } },
      linking: {
        trust: {
          repositories: [`${host(urls.forge)}/acme/*`],
          rules: [
            // eslint-disable-next-line no-template-curly-in-string
            { source: 'argocd:*', project: '$${ownerName}' },
            {
              source: 'github:*',
              // eslint-disable-next-line no-template-curly-in-string
              repository: `${host(urls.forge)}/acme/$\${name}`,
            },
          ],
        },
      },
      argocd: {
        instances: Object.entries(instances).map(([name, url]) => ({
          name,
          url,
          ...(name === 'prod'
            ? { username: 'throughline', password: 'sandbox-password' }
            : { token: 'sandbox-argocd-token' }),
        })),
      },
      github: {
        pollEvery: { seconds: 5 },
        webhook: { secret: 'sandbox-webhook-secret' },
      },
      oci: {
        registries: [
          {
            name: 'sandbox',
            host: host(urls.registry),
            url: urls.registry,
            username: 'sandbox',
            password: 'sandbox-registry-password',
            pollEvery: { seconds: 5 },
          },
        ],
      },
    },
  };
}

/** What it takes besides so that people of the sandbox promote to staging, by a commit. */
export function promotingConfig(
  urls: SandboxUrls,
  users: string[],
): Record<string, unknown> {
  return {
    app: {
      sandboxUsers: ['user:development/guest', ...users].map(ref => ({
        ref,
        title: ref,
      })),
    },
    auth: {
      providers: { sandbox: { dangerouslyAllowOutsideDevelopment: true } },
    },
    delivery: {
      github: { write: [`${new URL(urls.forge).host}/acme/gitops`] },
      operations: {
        versions: [
          {
            entity: 'component:default/*',
            environment: 'staging',
            // eslint-disable-next-line no-template-curly-in-string
            file: '$${path}/kustomization.yaml',
            strategy: 'kustomizeImages',
            write: 'commit',
          },
        ],
      },
    },
  };
}
