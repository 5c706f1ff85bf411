import type {
  DeploymentItem,
  RunItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import {
  applyObservations,
  itemSchemas,
  NOTHING_OBSERVED,
} from '@throughline/plugin-delivery-node/testing';
import { configOf } from '../fixtures/configOf';
import { FakeHcp } from '../fixtures/FakeHcp';
import { pass } from '../fixtures/pass';
import { OrganizationMemory } from './OrganizationMemory';
import { OrganizationSource } from './OrganizationSource';

const SHA = '9a8b7c6d5e4f30211203f4e5d6c7b8a990817263';

describe('an organization', () => {
  let fake: FakeHcp;

  beforeEach(async () => {
    fake = await FakeHcp.start();
  });

  afterEach(() => fake.upstream.close());

  const source = (more: object = {}) =>
    new OrganizationSource(
      configOf({
        organizations: [
          {
            name: 'main',
            organization: 'acme',
            url: fake.upstream.url,
            token: 'abc',
            ...more,
          },
        ],
      }).organizations[0],
      new OrganizationMemory(0),
    );

  const targets = async (it = source()) => {
    const { items, error } = await pass(it);
    expect(error).toBeUndefined();
    for (const item of items) {
      expect(itemSchemas[item.kind].safeParse(item).error).toBeUndefined();
    }
    return items.filter((item): item is TargetItem => item.kind === 'target');
  };

  it('is told by one call for a hundred workspaces', async () => {
    const workspace = fake.addWorkspace({
      name: 'payments-db',
      'tag-names': ['team:payments', 'critical'],
    });
    fake.bind(workspace, { environment: 'production' });
    fake.assess(workspace, { drifted: true, 'resources-drifted': 2 });
    fake.addRun(workspace, {
      status: 'planned',
      actions: { 'is-confirmable': true },
      'status-timestamps': { 'planning-at': '2026-11-20T10:00:10Z' },
    });
    expect(await targets()).toEqual([
      {
        kind: 'target',
        key: 'ws-1',
        type: 'infrastructure',
        resource: 'Workspace',
        name: 'payments-db',
        project: 'shop',
        labels: { critical: '', environment: 'production', team: 'payments' },
        desired: [
          {
            url: 'https://github.com/acme/infra',
            path: 'infra',
            targetRevision: 'main',
            available: SHA,
          },
        ],
        sync: {
          status: 'outOfSync',
          raw: 'planned',
          reason: 'a plan waits to be applied',
        },
        health: { status: 'unknown', reason: expect.any(String) },
        images: [],
        imagesAre: 'desired',
        operation: {
          type: 'apply',
          status: 'running',
          raw: 'planned',
          startedAt: '2026-11-20T10:00:00Z',
        },
        drift: { count: 2, resources: [] },
        pipelineKeys: ['payments-db'],
        plan: {
          add: 1,
          change: 2,
          destroy: 0,
          plannedAt: '2026-11-20T10:01:00Z',
          url: `${fake.upstream.url}/app/acme/workspaces/payments-db/runs/run-2`,
        },
        url: `${fake.upstream.url}/app/acme/workspaces/payments-db`,
      },
    ]);
    const lists = fake.requests.filter(path => path.includes('/workspaces'));
    expect(lists).toHaveLength(1);
    expect(lists[0]).toContain('page%5Bsize%5D=100');
  });

  it.each<[string, object, object | undefined, string, string]>([
    ['is off', { status: 'applied' }, undefined, 'unknown', 'is off'],
    ['found none', { status: 'applied' }, {}, 'synced', 'found none'],
    [
      'found some',
      { status: 'applied' },
      { drifted: true },
      'outOfSync',
      'outside',
    ],
    [
      'failed',
      { status: 'applied' },
      { succeeded: false },
      'unknown',
      'failed',
    ],
    [
      'does not tell',
      { status: 'applied' },
      { drifted: null },
      'unknown',
      'not tell',
    ],
    [
      'contradicts itself',
      { status: 'applied' },
      { 'resources-drifted': 1 },
      'unknown',
      'contradicts',
    ],
    ['is older than a run', { status: 'planning' }, {}, 'unknown', 'under way'],
    [
      'is older than a failure',
      { status: 'errored' },
      {},
      'outOfSync',
      'not applied',
    ],
    [
      'is older than what was discarded',
      { status: 'discarded' },
      {},
      'outOfSync',
      'not applied',
    ],
    [
      'is older than a plan without changes',
      { status: 'planned_and_finished', 'has-changes': false },
      {},
      'synced',
      'found none',
    ],
    [
      'is older than a plan with changes',
      { status: 'planned_and_finished' },
      {},
      'outOfSync',
      'not applied',
    ],
    [
      'is beside a word of tomorrow',
      { status: 'new_tomorrow' },
      {},
      'unknown',
      'not known',
    ],
  ])(
    'a drift detection that %s',
    async (_, run, assessment, status, reason) => {
      const workspace = fake.addWorkspace();
      fake.addRun(workspace, run);
      if (assessment) {
        fake.assess(workspace, assessment);
      }
      const [{ sync }] = await targets();
      expect(sync).toMatchObject({
        status,
        reason: expect.stringContaining(reason),
      });
    },
  );

  it.each<[object, object, string]>([
    [{ status: 'applied' }, {}, 'unknown'],
    [{ status: 'applied' }, { 'checks-passed': 2 }, 'healthy'],
    [
      { status: 'applied' },
      { 'checks-passed': 2, 'checks-failed': 1 },
      'degraded',
    ],
    [
      { status: 'applied' },
      { 'checks-passed': 2, 'checks-unknown': 1 },
      'unknown',
    ],
    [
      { status: 'applied' },
      { 'checks-passed': 2, 'checks-errored': 1 },
      'unknown',
    ],
    [
      { status: 'applied' },
      { 'checks-passed': 2, succeeded: false },
      'unknown',
    ],
    [{ status: 'applying' }, { 'checks-passed': 2 }, 'progressing'],
    [{ status: 'errored' }, { 'checks-passed': 2 }, 'degraded'],
    [{ status: 'canceled' }, { 'checks-passed': 2 }, 'unknown'],
    [{ status: 'new_tomorrow' }, { 'checks-passed': 2 }, 'unknown'],
  ])('health: %j, %j', async (run, assessment, status) => {
    const workspace = fake.addWorkspace();
    fake.addRun(workspace, run);
    fake.assess(workspace, assessment);
    const [{ health }] = await targets();
    expect(health.status).toBe(status);
  });

  it('says who locked a workspace, unless a run did', async () => {
    const locked = {
      locked: true,
      'locked-reason': 'The move to the new account',
    };
    const workspace = fake.addWorkspace(locked);
    const running = fake.addWorkspace(locked);
    running.relationships['locked-by'] = {
      data: { type: 'runs', id: 'run-1' },
    };
    workspace.relationships['locked-by'] = {
      data: { type: 'users', id: 'user-1' },
    };
    const [first, second] = await targets();
    expect(first.conditions).toEqual([
      {
        type: 'Locked',
        message: 'locked: The move to the new account',
        severity: 'warning',
      },
    ]);
    expect(second.conditions).toBeUndefined();
  });

  it('is told of these projects only', async () => {
    fake.addWorkspace();
    expect(await targets(source({ projects: ['other'] }))).toEqual([]);
    expect(await targets(source({ projects: ['shop'] }))).toHaveLength(1);
  });

  describe('runs', () => {
    const history = async (it = source()) => {
      const { items } = await pass(it);
      return {
        runs: items.filter((item): item is RunItem => item.kind === 'run'),
        deployments: items.filter(
          (item): item is DeploymentItem => item.kind === 'deployment',
        ),
      };
    };

    it('are told with commit and author, and those that were applied as deployments', async () => {
      const workspace = fake.addWorkspace({ name: 'payments-db' });
      fake.addRun(workspace, { 'auto-apply': true });
      fake.addRun(workspace, {
        status: 'planned_and_finished',
        'plan-only': true,
        'status-timestamps': {
          'planned-and-finished-at': '2026-11-21T10:00:00Z',
        },
      });
      const { runs, deployments } = await history();
      expect(runs.map(({ key, status }) => [key, status.status])).toEqual([
        ['run-3', 'succeeded'],
        ['run-2', 'succeeded'],
      ]);
      expect(runs[1]).toEqual({
        kind: 'run',
        key: 'run-2',
        repository: 'github.com/acme/infra',
        pipelineKeys: ['payments-db'],
        pipeline: 'payments-db',
        status: { status: 'succeeded', raw: 'applied' },
        trigger: 'tfe-configuration-version',
        branch: 'main',
        sha: SHA,
        title: 'Grow the database',
        actor: { name: 'ada', login: 'ada' },
        createdAt: '2026-11-20T10:00:00Z',
        startedAt: '2026-11-20T10:00:10Z',
        finishedAt: '2026-11-20T10:05:00Z',
        url: `${fake.upstream.url}/app/acme/workspaces/payments-db/runs/run-2`,
        jobs: [],
      });
      expect(deployments).toEqual([
        {
          kind: 'deployment',
          key: 'run-2',
          targetKey: 'ws-1',
          revisions: [SHA],
          desired: [
            {
              url: 'https://github.com/acme/infra',
              path: 'infra',
              revision: SHA,
            },
          ],
          outcome: 'succeeded',
          startedAt: '2026-11-20T10:02:00Z',
          finishedAt: '2026-11-20T10:05:00Z',
          actor: { name: 'ada', login: 'ada' },
          trigger: 'tfe-configuration-version, applied by itself',
          url: runs[1].url,
        },
      ]);
    });

    it.each([
      ['applied', 'succeeded'],
      ['applying', 'running'],
      ['errored', 'failed'],
      ['canceled', 'cancelled'],
      ['new_tomorrow', 'unknown'],
    ])('%s while applying are %s', async (status, outcome) => {
      fake.addRun(fake.addWorkspace(), {
        status,
        'status-timestamps': { 'applying-at': '2026-11-20T10:02:00Z' },
      });
      const { deployments } = await history();
      expect(deployments).toMatchObject([{ outcome }]);
    });

    it('that failed before they applied anything deployed nothing', async () => {
      fake.addRun(fake.addWorkspace(), {
        status: 'errored',
        'status-timestamps': { 'errored-at': '2026-11-20T10:02:00Z' },
      });
      expect((await history()).deployments).toEqual([]);
    });

    it('that were told cost nothing any more, until they change', async () => {
      const it = source();
      const workspace = fake.addWorkspace();
      const run = fake.addRun(workspace, { status: 'applying' });
      await history(it);
      fake.requests.length = 0;
      expect((await history(it)).runs).toEqual([]);
      expect(fake.requests).toHaveLength(2);
      run.attributes.status = 'applied';
      expect((await history(it)).runs).toMatchObject([
        { status: { status: 'succeeded' } },
      ]);
    });

    it('are listed 20 times a minute at most', async () => {
      const it = source();
      fake.addWorkspace();
      for (let index = 0; index < 25; index += 1) {
        await pass(it);
      }
      const lists = fake.requests.filter(path => path.includes('acme/runs'));
      expect(lists).toHaveLength(20);
    });

    it('go with their workspace, but not where it cannot be read', async () => {
      const workspace = fake.addWorkspace();
      fake.addRun(workspace);
      const before = applyObservations(
        NOTHING_OBSERVED,
        (await pass(source())).observations,
      );
      const known = async () => {
        const { observations } = await pass(source(), {
          cursor: before.cursor,
        });
        return [...applyObservations(before, observations).items.keys()];
      };
      workspace.attributes = { name: 7 };
      expect(await known()).toContain('run run-2');
      fake.workspaces.length = 0;
      expect(await known()).toEqual(['deployment run-2']);
    });

    it('are the current ones where the server has no list of them', async () => {
      fake.hasRunList = false;
      fake.addRun(fake.addWorkspace());
      const { items, problems, error } = await pass(source());
      expect(error).toBeUndefined();
      expect(items.filter(({ kind }) => kind === 'run')).toHaveLength(1);
      expect(problems['runs:list']).toMatch(/only the current run/);
    });
  });

  it('looks at a workspace that is hinted at, and at no other', async () => {
    fake.addWorkspace();
    fake.addWorkspace();
    const { items, observations } = await pass(source(), {
      reason: 'hint',
      hints: [{ subject: 'ws-2' }, { subject: 'ws-2' }, { subject: 'ws-9' }],
    });
    expect(items.map(({ key }) => key)).toEqual(['ws-2']);
    expect(observations.some(({ type }) => type === 'listed')).toBe(false);
  });

  it('that may not be seen says so, and a budget is told', async () => {
    const { error } = await pass(source({ organization: 'other' }));
    expect(error).toMatchObject({
      kind: 'permission',
      message: expect.stringMatching(/organizations\/other.*may not see it/),
    });
    const { observations } = await pass(source());
    expect(observations).toContainEqual({
      type: 'budget',
      limit: 30,
      remaining: 29,
    });
  });

  it('opens the resources of a workspace', async () => {
    fake.addWorkspace();
    fake.resources = [
      {
        id: 'wsr-1',
        type: 'resources',
        attributes: {
          address: 'demo_database.main',
          'provider-type': 'demo_database',
        },
      },
    ];
    expect(
      await source().details.resources!({ key: 'ws-1' } as never, {
        signal: new AbortController().signal,
        logger: undefined as never,
      }),
    ).toEqual({
      kind: 'resources',
      resources: [{ kind: 'demo_database', name: 'demo_database.main' }],
    });
  });
});
