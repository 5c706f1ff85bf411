import type { Entity } from '@backstage/catalog-model';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import { DEFAULT_ENVIRONMENTS, type TrustConfig } from '../config';
import { application, entity, TRUST_ALL, workload } from '../tests/world';
import { parseClaims } from './claims';
import { factsOfEntity } from './EntityFacts';
import { Linker, type LinkChanges } from './Linker';
import { factsOfTarget } from './TargetFacts';

const ID = 'backstage.io/kubernetes-id';
const SOURCES: Partial<Record<TargetItem['type'], string>> = {
  workload: 'kubernetes:eu',
  environment: 'jenkins:main',
};

class World {
  readonly linker: Linker;
  readonly placed = new Map<
    string,
    LinkChanges['placements'] extends Map<string, infer P> ? P : never
  >();

  constructor(trust: Partial<TrustConfig> = {}, aliases: string[] = []) {
    this.linker = new Linker(
      {
        environments: DEFAULT_ENVIRONMENTS,
        trust: { unbacked: 'status', rules: [], ...TRUST_ALL, ...trust },
      },
      [{ name: 'prod-eu', aliases: aliases.map(word => ({ word })) }],
    );
  }

  entities(...entities: Entity[]): this {
    for (const each of entities) {
      const facts = factsOfEntity(each);
      this.linker.setEntity({
        entity: facts,
        claims: parseClaims(facts, {
          slugHost: 'github.com',
          sourceIds: new Set(['argocd:prod', 'jenkins:main']),
          environments: [],
          trust: TRUST_ALL,
        }),
      });
    }
    return this;
  }

  targets(...items: TargetItem[]): this {
    for (const item of items) {
      this.linker.setTarget(
        factsOfTarget({
          id: item.key,
          sourceId: SOURCES[item.type] ?? 'argocd:prod',
          item,
        }),
      );
    }
    return this;
  }

  /** For each target what it came to: `entity trust [under]`. */
  links(): Record<string, string[]> {
    for (const [id, change] of this.linker.relink().placements) {
      if (change) {
        this.placed.set(id, change);
      } else {
        this.placed.delete(id);
      }
    }
    return Object.fromEntries(
      [...this.placed].map(([id, change]) => [
        id.split('/').at(-1),
        (change?.placement.links ?? []).map(link =>
          [
            link.entityRef.split('/')[1],
            link.evidence.trust,
            link.under && `under ${link.under.split('/').at(-1)}`,
          ]
            .filter(Boolean)
            .join(' '),
        ),
      ]),
    );
  }

  reasons(): Record<string, string | undefined> {
    return Object.fromEntries(
      [...this.placed].map(([id, change]) => [
        id.split('/').at(-1),
        change?.placement.unplaced?.reason,
      ]),
    );
  }
}

const claim = (name: string, owner: string, app = 'pay-prod') =>
  entity(name, {
    owner: `group:default/${owner}`,
    annotations: { 'argocd/app-name': app },
  });

const managing = (...names: string[]): Partial<TargetItem> => ({
  manages: names.map(name => ({
    group: 'apps',
    kind: 'Deployment',
    namespace: name,
    name,
  })),
});

describe('the trust in claims', () => {
  it('shows the status only of what nothing backs', () => {
    const world = new World()
      .entities(claim('pay', 'a'))
      .targets(application('pay-prod'));
    expect(world.links()).toEqual({ 'pay-prod': ['pay unbacked'] });
    expect(world.reasons()).toEqual({ 'pay-prod': 'unbackedClaim' });
  });

  it('gives a target to the owner that is confirmed, and its status to others', () => {
    const world = new World()
      .entities(claim('pay', 'a'), claim('mirror', 'b'))
      .targets(application('pay-prod', { labels: { [ID]: 'pay' } }));
    expect(world.links()).toEqual({
      'pay-prod': ['mirror unbacked', 'pay backed'],
    });
    expect(world.reasons()).toEqual({ 'pay-prod': undefined });
  });

  it('contests a target that owners claim without any confirmation', () => {
    const world = new World()
      .entities(claim('pay', 'a'), claim('mirror', 'b'))
      .targets(application('pay-prod'));
    expect(world.links()).toEqual({
      'pay-prod': ['mirror contested', 'pay contested'],
    });
    expect(world.reasons()).toEqual({ 'pay-prod': 'contested' });
  });

  it('contests a target of which several owners are confirmed', () => {
    const rules = [{ path: 'rules[0]', project: 'payments' }];
    const world = new World({ rules })
      .entities(claim('pay', 'a'), claim('mirror', 'b'))
      .targets(application('pay-prod'));
    expect(world.links()).toEqual({
      'pay-prod': ['mirror contested', 'pay contested'],
    });
  });

  it('lets entities of one owner share', () => {
    const rules = [{ path: 'rules[0]', project: '${ownerName}' }];
    const world = new World({ rules })
      .entities(claim('pay', 'payments'), claim('ledger', 'payments'))
      .targets(application('pay-prod'));
    expect(world.links()).toEqual({
      'pay-prod': ['ledger backed', 'pay backed'],
    });
  });

  it.each([
    [{ project: '${ownerName}' }, true],
    [{ project: '${system}' }, false],
    [{ namespace: 'pay-*', source: 'argocd:*' }, true],
    [{ namespace: 'other' }, false],
    [{ repository: 'https://github.com/Acme/gitops.git' }, true],
    [{ repository: 'https://github.com/acme/*' }, true],
    [{ repository: 'github.com/acme/gitops' }, true],
    [{ repository: 'github.com/${ownerName}/gitops' }, false],
    [{ label: { key: 'team', value: '${ownerName}' } }, true],
    [{ label: { key: 'team', value: '${name}' } }, false],
  ])('reads the rule %j', (rule, backed) => {
    const world = new World({ rules: [{ path: 'r', ...rule }] })
      .entities(claim('pay', 'payments'))
      .targets(application('pay-prod', { labels: { team: 'payments' } }));
    expect(world.links()).toEqual({
      'pay-prod': [backed ? 'pay backed' : 'pay unbacked'],
    });
  });

  it('fills the words in before it reads a repository, port and all', () => {
    const rules = [{ path: 'r', repository: 'localhost:7110/Acme/${name}' }];
    const desired = [{ url: 'http://localhost:7110/acme/Pay.git' }];
    const world = new World({ rules })
      .entities(claim('Pay', 'a'))
      .targets(application('pay-prod', { desired }));
    expect(world.links()).toEqual({ 'pay-prod': ['pay backed'] });
  });

  it("does not let an entity's words widen a rule", () => {
    const rules = [{ path: 'r', project: '${system}' }];
    const greedy = claim('pay', 'a');
    greedy.spec = { ...greedy.spec, system: '*' };
    const world = new World({ rules })
      .entities(greedy)
      .targets(application('pay-prod'));
    expect(world.links()).toEqual({ 'pay-prod': ['pay unbacked'] });
  });
});

describe('what belongs to whom', () => {
  it('shows workloads under the application that manages them', () => {
    const world = new World()
      .entities(claim('pay', 'a'))
      .targets(
        application('pay-prod', managing('pay')),
        workload('pay', { labels: { [ID]: 'pay' } }),
      );
    expect(world.links()).toEqual({
      'pay-prod': ['pay backed'],
      pay: ['pay backed under pay-prod'],
    });
  });

  it('slices an application that several entities share by their workloads', () => {
    const rules = [{ path: 'r', project: 'payments' }];
    const world = new World({ rules })
      .entities(claim('pay', 'a'), claim('ledger', 'a'))
      .targets(
        application('pay-prod', managing('pay', 'ledger', 'common')),
        workload('pay', { labels: { [ID]: 'pay' } }),
        workload('ledger', { labels: { [ID]: 'ledger' } }),
        workload('common'),
      );
    expect(world.links()).toMatchObject({
      pay: ['pay backed under pay-prod'],
      ledger: ['ledger backed under pay-prod'],
      common: ['ledger backed under pay-prod', 'pay backed under pay-prod'],
    });
  });

  it('shows a workload on its own to who claims it alone', () => {
    const world = new World().entities(entity('pay')).targets(
      application('pay-prod', managing('pay', 'other')),
      workload('pay', {
        labels: { [ID]: 'pay', environment: 'production' },
      }),
      workload('other', { labels: { [ID]: 'other' } }),
    );
    expect(world.links()).toEqual({
      'pay-prod': [],
      pay: ['pay backed'],
      other: [],
    });
  });

  it('does not join by words that mean another cluster to each', () => {
    const place = {
      name: 'in-cluster',
      server: 'https://kubernetes.default.svc',
    };
    const targets = () => [
      application('pay-prod', { ...managing('pay'), cluster: place }),
      workload('pay', { cluster: { ...place, name: 'prod-eu' } }),
    ];
    const plain = new World().entities(claim('pay', 'a')).targets(...targets());
    expect(plain.links()).toMatchObject({ pay: [] });
    const told = new World({}, ['in-cluster'])
      .entities(claim('pay', 'a'))
      .targets(...targets());
    expect(told.links()).toMatchObject({
      pay: ['pay unbacked under pay-prod'],
    });
  });

  it('never fills a lane with what is made of other targets', () => {
    const world = new World()
      .entities(claim('pay', 'a'))
      .targets(application('pay-prod', { parent: true }));
    expect(world.links()).toEqual({ 'pay-prod': [] });
    expect(world.reasons()).toEqual({ 'pay-prod': undefined });
  });

  it('lets the source location give way to more particular claims', () => {
    const repository = entity('gitops', {
      owner: 'group:default/platform',
      annotations: {
        'backstage.io/source-location': 'url:https://github.com/acme/gitops',
      },
    });
    const world = new World()
      .entities(repository, claim('pay', 'a'))
      .targets(application('pay-prod'), application('other-prod'));
    expect(world.links()).toEqual({
      'pay-prod': ['pay unbacked'],
      'other-prod': ['gitops unbacked'],
    });
  });

  it('gives environments to who names the pipeline that deploys them', () => {
    const runs = (name: string, job: string) =>
      entity(name, { annotations: { 'jenkins.io/job-full-name': job } });
    const deployedBy = (name: string, ...pipelineKeys: string[]) =>
      application(name, {
        type: 'environment',
        resource: 'Job',
        labels: { environment: 'production' },
        desired: [],
        pipelineKeys,
      });
    const world = new World()
      .entities(runs('pay', 'pay/deploy'), runs('ledger', 'other:pay/audit'))
      .targets(
        deployedBy('production', 'pay/deploy', 'pay'),
        deployedBy('audit', 'pay/audit'),
        application('elsewhere', { desired: [], pipelineKeys: ['pay/deploy'] }),
      );
    expect(world.links()).toEqual({
      production: ['pay unbacked'],
      // Its job is of another instance.
      audit: [],
      elsewhere: [],
    });
  });

  it('says why a target has no place', () => {
    const world = new World()
      .entities(claim('pay', 'a', 'pay'))
      .targets(
        application('pay', { desired: [], destinationNamespace: 'pay' }),
        application('lost'),
      );
    world.links();
    expect(world.reasons()).toEqual({ pay: 'noEnvironment', lost: 'noEntity' });
  });
});

describe('what changes', () => {
  it('answers with differences only', () => {
    const world = new World()
      .entities(claim('pay', 'a'))
      .targets(application('pay-prod'));
    world.links();
    world.targets(application('pay-prod', { health: { status: 'degraded' } }));
    expect(world.linker.relink().placements.size).toBe(0);

    world.targets(application('pay-prod', { labels: { [ID]: 'pay' } }));
    const changes = world.linker.relink();
    expect([...changes.entities]).toEqual(['component:default/pay']);
    expect(changes.placements.size).toBe(1);
  });

  it('removes links with the entity, and with the target', () => {
    const world = new World()
      .entities(claim('pay', 'a'))
      .targets(application('pay-prod'));
    world.links();
    world.linker.deleteEntity('component:default/pay');
    expect(world.links()).toEqual({ 'pay-prod': [] });
    world.linker.deleteTarget('argocd/pay-prod');
    expect(world.links()).toEqual({});
    expect(world.linker.targets.size).toBe(0);
  });

  it('looks at the workloads again when their application goes', () => {
    const world = new World()
      .entities(claim('pay', 'a'))
      .targets(application('pay-prod', managing('pay')), workload('pay'));
    expect(world.links()).toMatchObject({
      pay: ['pay unbacked under pay-prod'],
    });
    world.linker.deleteTarget('argocd/pay-prod');
    expect(world.links()).toEqual({ pay: [] });
  });
});
