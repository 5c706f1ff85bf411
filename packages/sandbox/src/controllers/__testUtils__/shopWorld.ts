import { createHash } from 'crypto';
import type { RequestHandler } from 'express';
import type { ApplicationSpec, Scenario } from '../../world/Scenario';
import { createPlatform } from '../createPlatform';
import type { Platform, PlatformOptions } from '../Platform';
import { MemoryRepositories } from './MemoryRepositories';

export const GITOPS = 'acme/gitops';
export const KUBERNETES_TOKEN = 'kubernetes-token';
export const ARGO_TOKEN = 'argo-token';

const DAY = 86_400_000;
const lena = { name: 'Lena', email: 'lena@acme.test', login: 'lena' };

function overlay(environment: string, tag: string, replicas: number): string {
  return `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop-${environment}
resources:
  - ../../base
replicas:
  - name: shop
    count: ${replicas}
images:
  - name: localhost:7140/acme/shop
    newTag: ${tag}
`;
}

const BASE: Record<string, string> = {
  'apps/shop/base/kustomization.yaml': `resources:
  - deployment.yaml
  - service.yaml
`,
  'apps/shop/base/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  labels:
    app.kubernetes.io/name: shop
spec:
  replicas: 1
  selector:
    matchLabels:
      app.kubernetes.io/name: shop
  template:
    metadata:
      labels:
        app.kubernetes.io/name: shop
    spec:
      containers:
        - name: shop
          image: localhost:7140/acme/shop
          env:
            - name: LOG_LEVEL
              value: info
`,
  'apps/shop/base/service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector:
    app.kubernetes.io/name: shop
  ports:
    - name: http
      port: 80
`,
};

/** A repository with a service in two environments and a fortnight of history. */
export async function shopRepositories(): Promise<MemoryRepositories> {
  const repositories = new MemoryRepositories();
  const start = Date.now() - 14 * DAY;
  const commit = (
    day: number,
    message: string,
    files: Record<string, string>,
  ) =>
    repositories.commit(GITOPS, {
      branch: 'main',
      message,
      author: lena,
      files,
      at: new Date(start + day * DAY),
    });
  await commit(0, 'Onboard shop', {
    ...BASE,
    'apps/shop/overlays/development/kustomization.yaml': overlay(
      'development',
      '1.0.0',
      1,
    ),
    'apps/shop/overlays/staging/kustomization.yaml': overlay(
      'staging',
      '1.0.0',
      2,
    ),
  });
  for (let i = 1; i <= 12; i++) {
    await commit(i, `Deploy shop 1.${i}.0 to development`, {
      'apps/shop/overlays/development/kustomization.yaml': overlay(
        'development',
        `1.${i}.0`,
        1,
      ),
    });
  }
  await commit(13, 'Promote shop 1.9.0 to staging', {
    'apps/shop/overlays/staging/kustomization.yaml': overlay(
      'staging',
      '1.9.0',
      2,
    ),
  });
  return repositories;
}

/** Pushes another tag for an environment. */
export function pushTag(
  repositories: MemoryRepositories,
  environment: string,
  tag: string,
  replicas = 1,
): Promise<string> {
  return repositories.commit(GITOPS, {
    branch: 'main',
    message: `Deploy shop ${tag} to ${environment}`,
    author: lena,
    files: {
      [`apps/shop/overlays/${environment}/kustomization.yaml`]: overlay(
        environment,
        tag,
        replicas,
      ),
    },
  });
}

/** The Application of an environment. */
export function shopApplication(
  environment: string,
  extra: Partial<ApplicationSpec> = {},
): ApplicationSpec {
  return {
    instance: 'nonprod',
    name: `shop-${environment}`,
    namespace: 'argocd',
    project: 'web',
    labels: { environment, team: 'web' },
    source: {
      repository: GITOPS,
      path: `apps/shop/overlays/${environment}`,
      targetRevision: 'main',
    },
    destination: { cluster: 'nonprod', namespace: `shop-${environment}` },
    autoSync: environment === 'development',
    selfHeal: false,
    ...extra,
  };
}

/** The world of the tests: one cluster, one instance, the service's two Applications. */
export function shopScenario(extra: Partial<Scenario> = {}): Scenario {
  return {
    people: [lena],
    clusters: [{ name: 'nonprod', token: KUBERNETES_TOKEN }],
    argoInstances: [
      {
        name: 'nonprod',
        port: 0,
        token: ARGO_TOKEN,
        account: { username: 'lena', password: 'secret' },
      },
    ],
    applications: [shopApplication('development'), shopApplication('staging')],
    plainWorkloads: [],
    faults: [],
    ...extra,
  };
}

/** The digest of an image of the tests; tags that start with `0.` do not exist. */
export function shopDigest(
  repository: string,
  tag: string,
): string | undefined {
  const hex = createHash('sha256').update(`${repository}:${tag}`).digest('hex');
  return tag.startsWith('0.') ? undefined : `sha256:${hex}`;
}

const well: RequestHandler = (_request, _response, next) => next();

/** Starts the world of the tests, twenty times as fast as normal. */
export function startShop(
  repositories: MemoryRepositories,
  scenario: Scenario = shopScenario(),
  extra: Partial<PlatformOptions> = {},
): Promise<Platform> {
  return createPlatform({
    scenario,
    repositories,
    ports: { kubernetes: 0, argo: { nonprod: 0 } },
    gitUrl: repository => `http://localhost:7110/${repository}.git`,
    dial: () => well,
    imageDigest: shopDigest,
    pace: 20,
    ...extra,
  });
}

/** Waits until something holds; fails after ten seconds. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    const found = await probe();
    if (found) {
      return found;
    }
    await new Promise(resolve => {
      setTimeout(resolve, 20);
    });
  }
  throw new Error(`This did not come true in ten seconds: ${what}`);
}
