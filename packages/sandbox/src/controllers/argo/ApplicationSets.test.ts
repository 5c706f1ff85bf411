import { PODS, APPLICATIONS } from '../../kubernetes/resources';
import type { Platform } from '../Platform';
import type { MemoryRepositories } from '../__testUtils__/MemoryRepositories';
import {
  shopApplication,
  shopRepositories,
  shopScenario,
  startShop,
  until,
} from '../__testUtils__/shopWorld';
import type { Application } from './types';

describe('Applications that others make', () => {
  let repositories: MemoryRepositories;
  let platform: Platform;

  beforeEach(async () => {
    repositories = await shopRepositories();
  });

  afterEach(() => platform?.close());

  const application = (name: string) =>
    platform.clusters
      .get('nonprod')
      ?.get(APPLICATIONS, 'argocd', name) as unknown as Application;

  it('generates, changes and removes Applications of an ApplicationSet with its folders', async () => {
    const author = { name: 'Lena', email: 'lena@acme.test', login: 'lena' };
    const preview = (name: string) => ({
      [`previews/${name}/kustomization.yaml`]: `namespace: ${name}\nresources: [../../apps/shop/base]\nimages:\n  - {name: "localhost:7140/acme/shop", newTag: 9.0.0}\n`,
    });
    await repositories.commit('acme/gitops', {
      branch: 'main',
      message: 'Previews',
      author,
      files: {
        ...preview('shop-pr-1'),
        'applicationsets/previews.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: previews, namespace: argocd}
spec:
  generators:
    - git:
        repoURL: http://localhost:7110/acme/gitops.git
        revision: main
        directories: [{path: "previews/shop-pr-*"}]
  template:
    metadata: {name: "{{.path.basename}}", labels: {preview: "{{.path.basename}}"}}
    spec:
      project: web
      source: {repoURL: "http://localhost:7110/acme/gitops.git", path: "{{.path.path}}", targetRevision: main}
      destination: {name: nonprod, namespace: "{{.path.basename}}"}
      syncPolicy: {automated: {prune: true}}
`,
      },
    });
    platform = await startShop(
      repositories,
      shopScenario({
        applications: [
          shopApplication('development'),
          shopApplication('x', {
            name: 'shop-pr-1',
            applicationSet: 'previews',
          }),
        ],
      }),
    );
    expect(application('shop-pr-1')).toMatchObject({
      metadata: {
        labels: { preview: 'shop-pr-1' },
        ownerReferences: [{ kind: 'ApplicationSet', name: 'previews' }],
      },
      status: { health: { status: 'Healthy' } },
    });
    await repositories.commit('acme/gitops', {
      branch: 'main',
      message: 'Another preview',
      author,
      files: preview('shop-pr-2'),
    });
    await until(
      'a second preview',
      () =>
        application('shop-pr-2')?.status?.health?.status === 'Healthy' &&
        application('shop-pr-2').status?.sync?.status === 'Synced',
    );
    await repositories.commit('acme/gitops', {
      branch: 'main',
      message: 'Close the first preview',
      author,
      files: { 'previews/shop-pr-1/kustomization.yaml': null },
    });
    const store = platform.clusters.get('nonprod');
    await until(
      'everything of the first preview gone',
      () =>
        !application('shop-pr-1') &&
        store?.list(PODS, 'shop-pr-1').length === 0,
    );
  });

  it('knows an Application of Applications', async () => {
    const child = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop-extra, namespace: argocd}
spec:
  project: web
  source: {repoURL: "http://localhost:7110/acme/gitops.git", path: apps/shop/overlays/staging, targetRevision: main}
  destination: {name: nonprod, namespace: shop-extra}
`;
    await repositories.commit('acme/gitops', {
      branch: 'main',
      message: 'Root',
      author: { name: 'Lena', email: 'lena@acme.test', login: 'lena' },
      files: { 'root/shop-extra.yaml': child },
    });
    platform = await startShop(
      repositories,
      shopScenario({
        applications: [
          shopApplication('staging', {
            name: 'root',
            parent: true,
            autoSync: true,
            source: {
              repository: 'acme/gitops',
              path: 'root',
              targetRevision: 'main',
            },
            destination: { cluster: 'nonprod', namespace: 'argocd' },
          }),
        ],
      }),
    );
    expect(application('root').status).toMatchObject({
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
      summary: { isAppOfApps: true },
      resources: [
        { group: 'argoproj.io', kind: 'Application', name: 'shop-extra' },
      ],
    });
    await until(
      'the child compared',
      () => application('shop-extra').status?.sync?.status === 'OutOfSync',
    );
  });
});
