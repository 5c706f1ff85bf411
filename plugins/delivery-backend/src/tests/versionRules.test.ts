import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  EntityVersionRules,
  EnvironmentVersionRules,
  VersionRuleText,
} from '@throughline/plugin-delivery-common';
import { parse } from 'yaml';
import { eventually } from '../__testUtils__/eventually';
import {
  startOperate,
  type OperateHarness,
} from '../__testUtils__/operateHarness';
import { FakeForge } from './FakeForge';
import { FakeSource } from './FakeProvider';
import {
  application,
  artifact,
  digest,
  entity,
  GITOPS,
  IMAGE,
  TRUST_ALL,
} from './world';

jest.setTimeout(90_000);

const REF = 'component:default/checkout';
const OWNER = ['group:default/payments'];
const MANAGER = ['group:default/release-managers'];
const PATH = '/entities/default/component/checkout/version-rules';
const REGIONS = ['eu', 'us'].map(name => `checkout-production-${name}`);
const overlay = (tag: string) =>
  `# what runs\nresources:\n  - ../base\nimages:\n  - name: ${IMAGE}\n    newTag: ${tag} # by hand\n`;

async function begin(
  databases: TestDatabases,
  options: { annotations?: Record<string, string>; versions?: object[] } = {},
): Promise<OperateHarness & { forge: FakeForge }> {
  const names = ['checkout-staging', ...REGIONS];
  const forge = new FakeForge(GITOPS, {
    'apps/checkout-staging/kustomization.yaml': overlay('1.1.0'),
    ...Object.fromEntries(
      REGIONS.map(name => [
        `apps/${name}/kustomization.yaml`,
        overlay(name.endsWith('us') ? '0.9.0' : '1.0.0'),
      ]),
    ),
    'apps/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
    'platform/secret.yaml': 'password: hunter2\ntoken: abc\n',
  });
  const source = new FakeSource('argocd:test', [
    ...names.map(name =>
      application(name, {
        labels: { 'backstage.io/kubernetes-id': 'checkout' },
        images: [
          {
            repository: IMAGE,
            tag: name === 'checkout-staging' ? '1.1.0' : '1.0.0',
            digest: digest('a'),
          },
        ],
      }),
    ),
    artifact('1.1.0', 'b'),
  ]);
  source.writer = forge;
  const harness = await startOperate(await databases.init('SQLITE_3'), {
    source,
    links: names.length,
    entity: entity('checkout', {
      annotations: {
        'argocd/app-name': names.join(','),
        ...options.annotations,
      },
    }),
    config: {
      linking: { trust: TRUST_ALL },
      environments: [
        { name: 'staging' },
        {
          name: 'production',
          production: true,
          match: [{ name: 'checkout-production*' }],
        },
      ],
      operations: {
        production: { grants: MANAGER },
        versions: options.versions ?? [
          {
            entity: REF,
            environment: 'staging',
            strategy: 'kustomizeImages',
            // eslint-disable-next-line no-template-curly-in-string
            file: '${path}/kustomization.yaml',
            write: 'commit',
          },
        ],
      },
    },
  });
  return { ...harness, forge };
}

const of = (
  rules: EntityVersionRules,
  name: string,
): EnvironmentVersionRules | undefined =>
  rules.environments.find(({ environment }) => environment === name);

describe('where versions live', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const running: OperateHarness[] = [];

  async function start(options: Parameters<typeof begin>[1] = {}) {
    const world = await begin(databases, options);
    running.push(world);
    return world;
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  it('is told with what says so, and where nothing does', async () => {
    const { as } = await start();
    const reader = as('reader', []);
    const { body } = await reader.get(PATH);
    expect(of(body, 'staging')).toMatchObject({
      targets: [
        {
          name: 'checkout-staging',
          inForce: {
            origin: 'config',
            where: 'delivery.operations.versions[0]',
            rule: {
              strategy: 'kustomizeImages',
              file: 'apps/checkout-staging/kustomization.yaml',
              write: 'commit',
            },
          },
        },
      ],
      versions: expect.arrayContaining(['1.0.0', '1.1.0']),
      mayNotTryBecause: 'only its owner, group:default/payments, may do this',
    });
    const production = of(body, 'production');
    expect(production?.targets.map(({ name }) => name).sort()).toEqual(REGIONS);
    expect(production?.targets[0].missingBecause).toContain(
      'no rule of delivery.operations.versions',
    );
    expect(production).not.toHaveProperty('proposals');
    const offers = (
      await reader.get(PATH.replace('version-rules', 'operations'))
    ).body;
    expect(offers.withoutVersionRule).toEqual(['production']);
  });

  it('is proposed at what the targets are made from, one rule for all of them, with what differs', async () => {
    const { as } = await start();
    const { body } = await as('dev', OWNER).get(`${PATH}?propose=production`);
    const production = of(body, 'production');
    expect(production?.mayNotTryBecause).toBeUndefined();
    expect(production?.nothingFound).toEqual([]);
    expect(production?.proposals).toHaveLength(1);
    const [proposal] = production!.proposals!;
    expect(proposal).toMatchObject({
      rule: {
        strategy: 'kustomizeImages',
        // eslint-disable-next-line no-template-curly-in-string
        file: '${path}/kustomization.yaml',
        write: 'pullRequest',
      },
      found: `the entry of images for ${IMAGE}`,
      match: 'differs',
      missing: [],
    });
    expect(
      proposal.places
        .map(({ target, current, runs, match }) => [
          target,
          current,
          runs,
          match,
        ])
        .sort(),
    ).toEqual([
      [REGIONS[0], '1.0.0', '1.0.0', 'same'],
      [REGIONS[1], '0.9.0', '1.0.0', 'differs'],
    ]);
    expect(of(body, 'staging')).not.toHaveProperty('proposals');
  });

  it('is tried out: the difference that a promotion would make, and nothing is written', async () => {
    const { as, forge } = await start();
    const dev = as('dev', OWNER);
    const { body } = await dev.get(`${PATH}?propose=production`);
    const { rule } = of(body, 'production')!.proposals![0];
    const before = forge.main.sha;
    const trial = await dev.post(`${PATH}/try`, {
      environment: 'production',
      rule,
      version: '1.1.0',
    });
    expect(trial.status).toBe(200);
    expect(
      trial.body.changes.map(({ diff }: { diff: string }) =>
        diff.split('\n').filter(line => /^[+-] /.test(line)),
      ),
    ).toEqual([
      ['-    newTag: 1.0.0 # by hand', '+    newTag: 1.1.0 # by hand'],
      ['-    newTag: 0.9.0 # by hand', '+    newTag: 1.1.0 # by hand'],
    ]);
    expect(forge.main.sha).toBe(before);
    expect(forge.requests.size).toBe(0);
    const boss = as('boss', MANAGER);
    const plan = await boss.post('/operations/plan', {
      type: 'promote',
      entityRef: REF,
      environment: 'production',
      idempotencyKey: 'plan',
    });
    expect(plan.body.refusedBecause).toContain('no rule of');
  });

  it('what is copied from a proposal is in force, and promotes what was tried out', async () => {
    const first = await start();
    const dev = first.as('dev', OWNER);
    const { body } = await dev.get(`${PATH}?propose=production`);
    const { rule, snippets } = of(body, 'production')!.proposals![0];
    const tried = await dev.post(`${PATH}/try`, {
      environment: 'production',
      rule,
      version: '1.1.0',
    });
    // eslint-disable-next-line no-template-curly-in-string
    expect(snippets.config).toContain('$${path}/');
    const annotated = parse(snippets.annotation!).metadata.annotations;
    const configured = parse(
      // The configuration's loader makes one of the two signs.
      snippets.config.replaceAll('$${', () => '${'),
    ).delivery.operations.versions;
    for (const options of [
      { annotations: annotated },
      { versions: configured },
    ]) {
      const { as } = await start(options);
      const boss = as('boss', MANAGER);
      const { body: plan } = await boss.post('/operations/plan', {
        type: 'promote',
        entityRef: REF,
        environment: 'production',
        idempotencyKey: 'plan',
      });
      expect(plan).not.toHaveProperty('refusedBecause');
      expect(plan.changes).toEqual(tried.body.changes);
    }
  });

  const tryFile = async (rule: Partial<VersionRuleText> & { file: string }) => {
    const { as } = await start();
    return as('dev', OWNER).post(`${PATH}/try`, {
      environment: 'staging',
      rule: { strategy: 'value', path: 'password', write: 'commit', ...rule },
      version: '1.1.0',
    });
  };

  it.each([
    ['leaves the folder', { file: 'apps/../platform/secret.yaml' }],
    ['is encoded', { file: 'apps/checkout-staging/%2e%2e/secret.yaml' }],
    ['begins at the root', { file: '/platform/secret.yaml' }],
    ['is of somebody else', { file: 'platform/secret.yaml' }],
    [
      'is of another repository',
      {
        repository: 'github.com/acme/secrets',
        file: 'apps/checkout-staging/kustomization.yaml',
      },
    ],
    [
      'is of a branch that nobody asks for',
      { branch: 'draft', file: 'apps/checkout-staging/kustomization.yaml' },
    ],
  ])('a file that %s is not shown', async (_, rule) => {
    const { status, body } = await tryFile(rule);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(body).toMatchObject({
      changes: [],
      refusedBecause: expect.any(String),
    });
  });

  it.each([
    ['is called as nothing can be', { file: 'x'.repeat(401) }],
    [
      'is of no repository',
      { repository: 'https://github.com/acme/secrets', file: 'a.yaml' },
    ],
  ])('a file that %s is no rule', async (_, rule) => {
    expect((await tryFile(rule)).status).toBe(400);
  });

  it('is tried out by nobody else, and not by a path that is none', async () => {
    const { as } = await start();
    const input = {
      environment: 'production',
      rule: {
        strategy: 'value',
        // eslint-disable-next-line no-template-curly-in-string
        file: '${path}/kustomization.yaml',
        path: 'images[0].newTag',
        write: 'commit',
      },
      version: '1.1.0',
    };
    const refused = await as('reader', []).post(`${PATH}/try`, input);
    expect(refused.status).toBe(403);
    const dev = as('dev', OWNER);
    expect((await dev.post(`${PATH}/try`, input)).body.changes).toHaveLength(2);
    for (const more of [
      { environment: 'nowhere' },
      { version: 'a b\n' },
      { rule: { ...input.rule, path: '][' } },
      { rule: { ...input.rule, path: undefined } },
      { rule: { ...input.rule, strategy: 'sed' } },
      { surprise: true },
    ]) {
      const { status } = await dev.post(`${PATH}/try`, { ...input, ...more });
      expect([more, status]).toEqual([more, 400]);
    }
    expect((await dev.get(`${PATH}?propose=nowhere`)).status).toBe(400);
    expect((await dev.get(PATH.replace('checkout', 'other'))).status).toBe(404);
  });

  it('is not guessed: where nothing is found, the reason says what was looked for', async () => {
    const { as, forge } = await start();
    forge.write('main', 'Another image', {
      'apps/checkout-staging/kustomization.yaml': overlay('1.1.0').replaceAll(
        IMAGE,
        'registry.example.com/acme/other',
      ),
    });
    const dev = as('dev', OWNER);
    await eventually(async () => {
      const { body } = await dev.get(`${PATH}?propose=staging`);
      expect(of(body, 'staging')).toMatchObject({
        proposals: [],
        nothingFound: [
          {
            target: 'checkout-staging',
            because: `no file in apps/checkout-staging names an image that it runs: ${IMAGE}`,
          },
        ],
      });
    });
  });
});
