import { TestDatabases } from '@backstage/backend-test-utils';
import type { OperationPlan } from '@throughline/plugin-delivery-common';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import { eventually } from '../__testUtils__/eventually';
import {
  startOperate,
  untilState,
  type OperateHarness,
} from '../__testUtils__/operateHarness';
import { FakeForge } from './FakeForge';
import { FakeSource } from './FakeProvider';
import {
  application,
  artifact,
  branch,
  digest,
  entity,
  GITOPS,
  IMAGE,
  line,
  run,
  sha,
  TRUST_ALL,
} from './world';

jest.setTimeout(60_000);

const REF = 'component:default/checkout';
const MANAGER = ['group:default/release-managers'];
const HASHES: Record<string, string> = { '1.0.0': 'a', '1.1.0': 'b' };
const FILE = 'clusters/production.yaml';
const OBJECTS = `kind: HelmRelease
metadata: { name: other }
spec: { chart: { spec: { version: 9.9.9 } } }
---
# Of the payments team
kind: HelmRelease
metadata:
  name: checkout-production
spec:
  chart:
    spec:
      chart: checkout
      version: 1.4.1 # asked for by a person
`;
const DRY = 'apps/checkout/production/kustomization.yaml';

interface World extends OperateHarness {
  forge: FakeForge;
  tell(target: TargetItem): void;
}

const targetOf = (
  environment: string,
  tag: string,
  desired: TargetItem['desired'],
) =>
  application(`checkout-${environment}`, {
    labels: { 'backstage.io/kubernetes-id': 'checkout' },
    images: [{ repository: IMAGE, tag, digest: digest(HASHES[tag]) }],
    desired,
  });

const chart = (targetRevision: string, revision: string) => [
  {
    url: 'https://charts.example',
    chart: 'checkout',
    targetRevision,
    revision,
  },
];

describe('a version', () => {
  const databases = TestDatabases.create();
  const running: World[] = [];

  async function begin(
    files: Record<string, string>,
    rule: object,
    targets: (forge: FakeForge) => TargetItem[],
  ): Promise<World> {
    const forge = new FakeForge(GITOPS, files);
    const source = new FakeSource('argocd:test', [
      ...targets(forge),
      branch('b'),
      ...line('a', 'b'),
      run('b'),
      artifact('1.0.0', 'a'),
      artifact('1.1.0', 'b'),
    ]);
    source.writer = forge;
    const harness = await startOperate(await databases.init('SQLITE_3'), {
      source,
      links: 2,
      entity: entity('checkout', {
        annotations: {
          'argocd/app-name': 'checkout-staging,checkout-production',
          'github.com/project-slug': 'acme/checkout',
        },
      }),
      config: {
        linking: { trust: TRUST_ALL },
        environments: [
          { name: 'staging' },
          { name: 'production', production: true },
        ],
        operations: {
          production: { grants: MANAGER },
          versions: [
            {
              entity: REF,
              environment: 'production',
              write: 'commit',
              ...rule,
            },
          ],
        },
      },
    });
    const world = {
      ...harness,
      forge,
      tell: (item: TargetItem) =>
        source.tell({ type: 'observed', scope: 'all', items: [item] }),
    };
    running.push(world);
    return world;
  }

  let lastKey = 0;
  const promote = () => ({
    type: 'promote',
    entityRef: REF,
    environment: 'production',
    idempotencyKey: `key-${lastKey++}`,
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  it('of a chart is that which is installed where it comes from, and is there once that is installed, the image being the same', async () => {
    const { as, forge, tell } = await begin(
      { [FILE]: OBJECTS },
      {
        strategy: 'revision',
        repository: `https://${GITOPS}`,
        file: FILE,
        document: { kind: 'HelmRelease', name: '${target}' },
        path: 'spec.chart.spec.version',
      },
      () => [
        targetOf('staging', '1.0.0', chart('^1.4.0', '1.4.2')),
        targetOf('production', '1.0.0', chart('1.4.1', '1.4.1')),
      ],
    );
    const boss = as('boss', MANAGER);
    const plan: OperationPlan = (await boss.post('/operations/plan', promote()))
      .body;
    expect(plan.refusedBecause).toBeUndefined();
    expect(plan.changes[0].diff).toContain(
      '-      version: 1.4.1 # asked for by a person\n+      version: 1.4.2 # asked for by a person\n',
    );
    const { body } = await boss.post('/operations', promote());
    await eventually(() =>
      expect(forge.main.files[FILE]).toBe(
        OBJECTS.replace('version: 1.4.1', 'version: 1.4.2'),
      ),
    );
    tell(targetOf('production', '1.0.0', chart('1.4.2', '1.4.1')));
    await new Promise(resolve => setTimeout(resolve, 1500));
    tell(targetOf('production', '1.0.0', chart('1.4.2', '1.4.2')));
    await untilState(boss, body.id, 'succeeded');
    await eventually(async () =>
      expect(
        (
          await boss.post('/operations/plan', promote())
        ).body.refusedBecause,
      ).toMatch(/runs in production already/i),
    );
  });

  it('of rendered manifests is written to what they are rendered from, and says whether it is rendered', async () => {
    const sources = (dry: string, rendered: string) => [
      {
        url: `https://${GITOPS}.git`,
        path: 'checkout',
        rendered: true,
        targetRevision: 'env/production',
        revision: rendered,
      },
      {
        url: `https://${GITOPS}.git`,
        path: 'apps/checkout/production',
        targetRevision: 'main',
        revision: dry,
      },
    ];
    const { as, forge, tell } = await begin(
      { [DRY]: `images:\n- name: ${IMAGE}\n  newTag: 1.0.0\n` },
      { strategy: 'kustomizeImages', file: '${path}/kustomization.yaml' },
      ({ main }) => [
        targetOf('staging', '1.1.0', []),
        targetOf('production', '1.0.0', sources(main.sha, sha('e1'))),
      ],
    );
    const boss = as('boss', MANAGER);
    const { body } = await boss.post('/operations', promote());
    await eventually(() =>
      expect(forge.main.files[DRY]).toContain('newTag: 1.1.0'),
    );
    const messageIs = (message: string) =>
      eventually(async () =>
        expect((await boss.get(`/operations/${body.id}`)).body.message).toBe(
          message,
        ),
      );
    await messageIs('1.0.0 runs still; the commit is not rendered yet');
    tell(targetOf('production', '1.0.0', sources(forge.main.sha, sha('e2'))));
    await messageIs('1.0.0 runs still');
    tell(targetOf('production', '1.1.0', sources(forge.main.sha, sha('e2'))));
    await untilState(boss, body.id, 'succeeded');
  });
});
