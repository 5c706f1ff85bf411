import {
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import {
  actionsRegistryServiceMock,
  type MockActionsRegistry,
} from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { deliveryProvidersExtensionPoint } from '@throughline/plugin-delivery-node';
import { eventually } from '../__testUtils__/eventually';
import deliveryPlugin from '../index';
import { fakeProvider, FakeSource } from '../tests/FakeProvider';
import {
  application,
  artifact,
  branch,
  deployment,
  digest,
  entity,
  line,
  pullRequest,
  run,
  sha,
  workload,
} from '../tests/world';

jest.setTimeout(60_000);

const label = { 'backstage.io/kubernetes-id': 'checkout' };
const READER = mockCredentials.user('user:default/reader');
const STRANGER = mockCredentials.user('user:default/stranger');

function items() {
  const [c1, c2, c3] = line('a1', 'a2', 'a3');
  return [
    c1,
    { ...c2, pullRequest: 7 },
    c3,
    branch('a3'),
    run('a3'),
    pullRequest(7),
    artifact('1.0.0', 'a1'),
    artifact('1.1.0', 'a3'),
    application('checkout-dev', {
      labels: label,
      images: [{ repository: artifact('x', 'a3').repository, tag: '1.1.0' }],
    }),
    application('checkout-prod', {
      labels: label,
      health: { status: 'degraded', raw: 'Degraded', reason: 'CrashLoop' },
      conditions: [
        { type: 'SyncError', message: 'no right', severity: 'error' },
      ],
      manages: [
        {
          group: 'apps',
          kind: 'Deployment',
          namespace: 'checkout-prod',
          name: 'checkout',
        },
      ],
    }),
    workload('checkout', {
      namespace: 'checkout-prod',
      replicas: { desired: 3, ready: 1 },
      images: [
        {
          repository: artifact('x', 'a1').repository,
          digest: digest('a1'),
        },
      ],
    }),
    deployment('argocd/checkout-prod', 3),
    deployment('argocd/checkout-prod', 4, {
      outcome: 'failed',
      message: 'quota exceeded',
    }),
  ];
}

describe('actions', () => {
  let registry: MockActionsRegistry;
  let backend: TestBackend;

  const invoke = (
    name: string,
    input: Record<string, string | number>,
    credentials = READER,
  ) => registry.invoke({ id: `test:${name}`, input, credentials });
  const outputOf = async (...args: Parameters<typeof invoke>) =>
    (await invoke(...args)).output;

  async function untilLinked() {
    expect(
      await outputOf('explain-not-healthy', { entityRef: 'checkout' }),
    ).toMatchObject({
      healthy: ['development'],
      notHealthy: [{ lastDeployment: {}, findings: [{}, {}, {}, {}] }],
    });
    expect(
      await outputOf('find-change', { entityRef: 'checkout', change: '#7' }),
    ).toMatchObject({ changes: [{ environments: [{}, {}] }] });
  }

  beforeAll(async () => {
    registry = actionsRegistryServiceMock();
    backend = await startTestBackend({
      features: [
        deliveryPlugin,
        mockServices.rootConfig.factory({
          data: {
            delivery: {
              environments: [
                { name: 'development' },
                { name: 'production', production: true },
              ],
              linking: { trust: { repositories: ['github.com/acme/*'] } },
            },
          },
        }),
        catalogServiceMock.factory({
          entities: [
            entity('checkout', {
              annotations: {
                'argocd/app-name': 'checkout-dev,checkout-prod',
                'github.com/project-slug': 'acme/checkout',
              },
            }),
          ],
        }),
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () => registry,
        }),
        mockServices.permissions.mock({
          authorizeConditional: async (requests, options) => {
            const { principal } = (
              options as { credentials: { principal: unknown } }
            ).credentials;
            const { userEntityRef } = principal as { userEntityRef: string };
            return requests.map(() => ({
              result:
                userEntityRef === 'user:default/stranger'
                  ? AuthorizeResult.DENY
                  : AuthorizeResult.ALLOW,
            }));
          },
        }).factory,
        createBackendModule({
          pluginId: 'delivery',
          moduleId: 'fake',
          register(env) {
            env.registerInit({
              deps: { providers: deliveryProvidersExtensionPoint },
              async init({ providers }) {
                providers.addProvider(
                  fakeProvider([new FakeSource('argocd:test', items())]),
                );
              },
            });
          },
        }),
      ],
    });
    await eventually(untilLinked);
  });
  afterAll(() => backend.stop());

  it('say of themselves that they read, and describe each input', async () => {
    const { actions } = await registry.list();
    expect(actions.map(({ name }) => name).sort()).toEqual([
      'explain-not-healthy',
      'find-change',
      'get-delivery-status',
      'list-deployments',
    ]);
    for (const { attributes, description, schema } of actions) {
      expect(attributes).toEqual({
        readOnly: true,
        destructive: false,
        idempotent: true,
      });
      expect(description).not.toBe('');
      for (const input of Object.values(schema.input.properties ?? {})) {
        expect(input).toHaveProperty('description');
      }
    }
  });

  it('tell what runs where', async () => {
    expect(
      await outputOf('get-delivery-status', {
        entityRef: 'component:default/checkout',
      }),
    ).toMatchObject({
      state: 'ready',
      newestRun: { pipeline: 'ci', status: { status: 'succeeded' } },
      environments: [
        {
          name: 'development',
          production: false,
          version: '1.1.0',
          commit: { sha: sha('a3'), certainty: 'inferred' },
          health: { status: 'healthy' },
          sync: { status: 'synced' },
          targets: 1,
        },
        {
          name: 'production',
          production: true,
          health: { status: 'degraded', reason: 'CrashLoop' },
        },
      ],
    });
  });

  it.each([
    ['#7', ['a2']],
    [sha('a3').slice(0, 9), ['a3']],
    ['CHANGE A1', ['a1']],
    ['pull request 7', ['a2']],
    ['#8', []],
    ['nothing like it', []],
  ])('find a change by %s', async (change, found) => {
    const output = await outputOf('find-change', {
      entityRef: 'checkout',
      change,
    });
    expect(output).toMatchObject({
      changes: found.map(digits => ({ sha: sha(digits) })),
      searched: 3,
      complete: true,
    });
    expect((output as { changes: unknown[] }).changes).toHaveLength(
      found.length,
    );
  });

  it('tell how far a change has come', async () => {
    expect(
      await outputOf('find-change', { entityRef: 'checkout', change: '#7' }),
    ).toMatchObject({
      changes: [
        {
          pullRequest: { number: 7 },
          onMain: true,
          environments: [
            { environment: 'development', state: 'here' },
            { environment: 'production', state: 'notYet' },
          ],
        },
      ],
    });
  });

  it('list deployments with who brought them, and gaps', async () => {
    expect(
      await outputOf('list-deployments', {
        entityRef: 'checkout',
        environment: 'production',
      }),
    ).toMatchObject({
      deployments: [
        { outcome: 'failed', message: 'quota exceeded', outsideBy: 'Grace' },
        { outcome: 'succeeded', environment: 'production' },
      ],
      gaps: [{ missing: 3 }],
    });
    expect(
      await outputOf('list-deployments', {
        entityRef: 'checkout',
        environment: 'development',
      }),
    ).toMatchObject({ deployments: [], gaps: [] });
    const first = (await outputOf('list-deployments', {
      entityRef: 'checkout',
      limit: 1,
    })) as { nextCursor: string };
    expect(
      await outputOf('list-deployments', {
        entityRef: 'checkout',
        cursor: first.nextCursor,
      }),
    ).toMatchObject({ deployments: [{ outcome: 'succeeded' }] });
  });

  it('explain what is not healthy by what was observed', async () => {
    const output = await outputOf('explain-not-healthy', {
      entityRef: 'checkout',
    });
    expect(output).toMatchObject({
      healthy: ['development'],
      notHealthy: [
        {
          environment: 'production',
          health: 'degraded',
          lastDeployment: { outcome: 'failed' },
        },
      ],
    });
    const [{ findings }] = (
      output as {
        notHealthy: { findings: { about: string; says: string }[] }[];
      }
    ).notHealthy;
    expect(findings).toEqual([
      {
        about: 'Application checkout-prod',
        says: 'health is degraded: CrashLoop',
      },
      { about: 'Application checkout-prod', says: 'SyncError: no right' },
      { about: 'Deployment checkout', says: '1 of 3 replicas are ready' },
      {
        about: 'deployment of checkout-prod',
        says: 'its outcome is failed: quota exceeded',
      },
    ]);
    await expect(
      invoke('explain-not-healthy', {
        entityRef: 'checkout',
        environment: 'moon',
      }),
    ).rejects.toThrow(/no environment 'moon': it has development, production/);
  });

  it.each([
    ['get-delivery-status', {}],
    ['find-change', { change: '#7' }],
    ['list-deployments', {}],
    ['explain-not-healthy', {}],
  ])('%s knows nothing of what the caller may not read', async (name, more) => {
    const refusal = (entityRef: string) =>
      invoke(name, { entityRef, ...more }, STRANGER).catch(error => [
        error.name,
        error.message.replace(entityRef, '<ref>'),
      ]);
    const hidden = await refusal('component:default/checkout');
    expect(hidden).toEqual(['NotFoundError', expect.anything()]);
    expect(hidden).toEqual(await refusal('component:default/nothing'));
  });

  it('refuse what is no entity', async () => {
    await expect(
      invoke('get-delivery-status', { entityRef: '/' }),
    ).rejects.toThrow(/is no entity ref/);
  });
});
