import {
  commit,
  deployment,
  GITOPS,
  IMAGE,
  line,
  artifact,
  run,
  sha,
  workload,
} from '../tests/world';
import { linked, pageOf, record, runs, stored } from '../tests/record';
import { commitKey } from './EntityRecord';
import { Freshness, markStale } from './freshness';

describe('the lanes of a page', () => {
  it('shows the worst of an environment, and the version of most', () => {
    const page = pageOf(
      record({
        targets: [
          linked('shop-eu-west', 'production', runs('1.1.0', 'b')),
          linked('shop-us-east', 'production', {
            ...runs('1.0.0', 'a'),
            health: { status: 'degraded' },
            sync: { status: 'outOfSync' },
            drift: {
              count: 2,
              resources: [],
            },
          }),
          linked('shop-us-west', 'production', runs('1.1.0', 'b')),
        ],
      }),
    );
    const production = page.lanes[2];
    expect(production).toMatchObject({
      health: { status: 'degraded' },
      sync: { status: 'outOfSync' },
      driftCount: 2,
      version: { label: '1.1.0', commit: { sha: sha('b') } },
      versions: [
        { label: '1.1.0', targets: 2 },
        { label: '1.0.0', targets: 1 },
      ],
    });
    expect(production.targets.map(each => each.qualifier)).toEqual([
      'eu-west',
      'us-east',
      'us-west',
    ]);
  });

  it('counts what is behind by reachability, and looks through empty environments', () => {
    const page = pageOf(
      record({
        targets: [
          linked('x-dev', 'development', runs('1.3.0', 'd')),
          linked('x-prod', 'production', runs('1.0.0', 'a')),
        ],
      }),
    );
    expect(page.lanes[2].behind).toEqual({
      environment: 'development',
      changes: 3,
    });
    expect(page.lanes[1].targets).toEqual([]);
    expect(page.lanes[1].behind).toBeUndefined();
  });

  it('shows a hotfix that the main branch lacks', () => {
    const base = record();
    const page = pageOf({
      ...base,
      commits: [
        stored(
          commit('f', ['a'], {
            onDefaultBranch: false,
            committedAt: '2026-11-02T10:00:00Z',
          }),
        ),
        ...base.commits,
      ],
      artifacts: [...base.artifacts, stored(artifact('1.0.1', 'f'))],
      targets: [
        linked('x-stg', 'staging', runs('1.2.0', 'c')),
        linked('x-prod', 'production', runs('1.0.1', 'f')),
      ],
    });
    expect(page.lanes[2]).toMatchObject({
      notOnMain: 1,
      behind: { environment: 'staging', changes: 2 },
    });
    expect(page.changes.items[0]).toMatchObject({
      commit: { sha: sha('f') },
      onMain: false,
      reach: [
        { environment: 'staging', state: 'notYet' },
        { environment: 'production', state: 'here' },
      ],
    });
  });

  it('says why it cannot compare, rather than guess', () => {
    const cut = pageOf(
      record({
        commits: line('a', 'b', 'c', 'd')
          .slice(2)
          .map(each => stored(each)),
        targets: [
          linked('x-dev', 'development', runs('1.3.0', 'd')),
          linked('x-prod', 'production', runs('1.0.0', 'a')),
        ],
      }),
    );
    expect(cut.lanes[2].behind).toBeUndefined();
    expect(cut.lanes[2].comparisonUnknownBecause).toContain('no source');
    const unknown = pageOf(
      record({
        artifacts: [],
        targets: [
          linked('x-dev', 'development', runs('1.3.0')),
          linked('x-prod', 'production', runs('1.0.0')),
        ],
      }),
    );
    expect(unknown.lanes[2].version).toMatchObject({
      label: '1.0.0',
      unknownBecause: expect.stringContaining('1.0.0'),
    });
    expect(unknown.lanes[2].comparisonUnknownBecause).toBeTruthy();
    expect(unknown.changes.items[0].reach).toContainEqual(
      expect.objectContaining({ environment: 'production', state: 'unknown' }),
    );
  });

  it('tells a running digest for certain, and a tag as inferred', () => {
    const page = pageOf(
      record({
        targets: [
          linked('x-dev', 'development', runs('1.0.0')),
          linked('x-prod', 'production', runs('1.0.0'), {
            // The tag was moved since: what runs counts.
            workloads: [workload('x', runs('1.0.0', 'b'))],
          }),
        ],
      }),
    );
    expect(page.lanes[0].version?.evidence?.certainty).toBe('inferred');
    expect(page.lanes[2].version).toMatchObject({
      commit: { sha: sha('b') },
      evidence: { certainty: 'certain' },
    });
  });

  it('believes the trailer of a configuration commit that touches the folder, and of no other', () => {
    const config = (paths: string[]) =>
      stored(
        commit('c0', [], {
          repository: GITOPS,
          paths,
          trailers: {
            'argocd-reference-commit-sha': [sha('c')],
            'argocd-reference-commit-repourl': [
              'https://github.com/acme/checkout.git',
            ],
          },
        }),
      );
    const at = (paths: string[]) =>
      pageOf(
        record({
          artifacts: [],
          configCommits: new Map([
            [commitKey(GITOPS, sha('c0')), config(paths)],
          ]),
          targets: [linked('x', 'production', runs('9'))],
        }),
      ).lanes[2].version;
    expect(at(['apps/x'])).toMatchObject({
      commit: { sha: sha('c') },
      evidence: { certainty: 'certain' },
    });
    expect(at(['apps/other'])?.commit).toBeUndefined();
  });

  it('infers from the tip that a silent merge brought what that says', () => {
    const at = (tip: Parameters<typeof commit>[2]) =>
      pageOf(
        record({
          artifacts: [],
          configCommits: new Map(
            [
              commit('c0', ['b0', 'c1'], {
                repository: GITOPS,
                paths: ['apps/x'],
              }),
              commit('c1', ['b0'], { repository: GITOPS, ...tip }),
              commit('b0', [], { repository: GITOPS }),
            ].map(each => [commitKey(GITOPS, each.sha), stored(each)]),
          ),
          targets: [linked('x', 'production', runs('9'))],
        }),
      ).lanes[2].version;
    const trailers = { 'argocd-reference-commit-sha': [sha('c')] };
    expect(at({ paths: ['apps/x'], trailers })).toMatchObject({
      commit: { sha: sha('c') },
      evidence: {
        certainty: 'inferred',
        reason: expect.stringMatching(/, which c0\w+ merged$/),
      },
    });
    expect(at({ paths: ['apps/other'], trailers })?.commit).toBeUndefined();
    expect(at({ paths: ['apps/x'] })?.commit).toBeUndefined();
  });

  it('says what a rollout waits for', () => {
    const page = pageOf(
      record({
        targets: [
          linked('x', 'production', runs('1.0.0'), {
            workloads: [
              workload('x', {
                rollout: {
                  strategy: 'canary',
                  step: 1,
                  steps: 6,
                  weight: 20,
                  paused: true,
                },
              }),
            ],
          }),
        ],
      }),
    );
    expect(page.lanes[2].waiting).toBe('canary at 20 %, step 2 of 6, paused');
  });

  it.each(['unbacked', 'contested'] as const)(
    'shows the status alone of what is %s',
    trust => {
      const page = pageOf(
        record({
          targets: [
            linked(
              'pay-prod',
              'production',
              {
                ...runs('1.0.0', 'a'),
                url: 'https://secret',
                health: { status: 'degraded', reason: 'pod secret-1 crashed' },
              },
              { trust, workloads: [workload('secret')] },
            ),
          ],
        }),
      );
      expect(JSON.stringify(page.lanes)).not.toContain('secret');
      expect(page.lanes[2]).toMatchObject({
        health: { status: 'degraded' },
        versions: [],
        targets: [{ access: 'statusOnly' }],
      });
      expect(page.changes.items[0].reach[0].state).toBe('unknown');
    },
  );

  it('keeps previews in a strip of their own', () => {
    const page = pageOf(
      record({
        targets: [
          linked('x-pr-9', undefined, {}, { preview: '9' }),
          linked('x-pr-10', undefined, {}, { preview: '10' }),
        ],
      }),
    );
    expect(page.lanes).toEqual([]);
    expect(page.previews.map(each => each.key)).toEqual(['10', '9']);
  });
});

describe('a lane that a pipeline deploys to', () => {
  const revision = (digits: string) => [
    { url: 'https://github.com/acme/checkout', revision: sha(digits) },
  ];

  it('shows the commit that the record names, and the health of the workload', () => {
    const unheard = { status: 'unknown' as const, reason: 'a record only' };
    const page = pageOf(
      record({
        targets: [
          linked('production', 'production', {
            type: 'environment',
            images: [],
            desired: revision('b'),
            sync: unheard,
            health: unheard,
          }),
          linked('x', 'production', {
            ...workload('x', runs('1.1.0', 'b')),
          }),
          linked('other', 'production', runs('9'), { trust: 'unbacked' }),
          linked('development', 'development', {
            type: 'environment',
            images: [],
            desired: revision('d'),
            sync: unheard,
            health: unheard,
          }),
        ],
      }),
    );
    const [development, , production] = page.lanes;
    expect(production.versions).toEqual([{ label: '1.1.0', targets: 2 }]);
    expect(production.health.status).toBe('healthy');
    expect(production.targets).toHaveLength(3);
    expect(production.behind).toEqual({
      environment: 'development',
      changes: 2,
    });
    expect(development.health).toEqual(unheard);
    expect(development.version).toMatchObject({
      label: '1.3.0',
      evidence: { certainty: 'certain' },
    });
  });
});

describe('the history of a page', () => {
  const deployments = (...sequences: number[]) =>
    sequences.map(sequence => ({
      ...stored(
        deployment('x', sequence, {
          images: [{ repository: IMAGE, tag: `1.${sequence % 4}.0` }],
        }),
        'argocd:prod',
      ),
      targetId: 'target',
    }));

  it('says from where to where, and where the upstream had forgotten', () => {
    const target = linked('x', 'production', runs('1.0.0'));
    target.stored.id = 'target';
    const page = pageOf(
      record({ targets: [target], deployments: deployments(7, 6, 3) }),
    );
    expect(
      page.history.items.map(each =>
        each.type === 'gap'
          ? `${each.missing} missing`
          : `${each.from?.label} → ${each.to?.label}`,
      ),
    ).toEqual([
      '1.2.0 → 1.3.0',
      'undefined → 1.2.0',
      '2 missing',
      'undefined → 1.3.0',
      '3 missing',
    ]);
  });
});

describe('the freshness of a page', () => {
  it('marks all that draws on a source that is not fresh', () => {
    const page = pageOf(
      record({
        runs: [stored(run('d'))],
        targets: [
          linked('x-dev', 'development', runs('1.3.0')),
          linked('x-prod', 'production', runs('1.0.0'), {
            workloads: [workload('x')],
          }),
        ],
      }),
    );
    const status = (id: string, state: 'fresh' | 'stale') => ({
      id,
      system: 'x',
      title: id,
      state,
      lastSuccessAt: '2026-11-01T00:00:00.000Z',
      strategy: 'watch' as const,
      counts: {},
      malformed: [],
      malformedCount: 0,
      problems: [],
    });
    const sources = { all: [], build: ['forge:one'], shared: false };
    markStale(
      page,
      sources,
      new Freshness(
        [status('argocd:prod', 'fresh'), status('kubernetes:eu', 'stale')],
        '2026-11-23T00:00:00.000Z',
      ),
    );
    const [development, , production] = page.lanes;
    expect(development.staleSince).toBeUndefined();
    expect(production.staleSince).toBe('2026-11-01T00:00:00.000Z');
    expect(production.targets[0].staleSince).toBe('2026-11-01T00:00:00.000Z');
    // The forge is not configured any more: that is no reason to believe it.
    expect(page.build.staleSince).toBe('2026-11-23T00:00:00.000Z');
    expect(page.runs.items[0].staleSince).toBe('2026-11-23T00:00:00.000Z');
  });

  it('changes its hash with the state, and not with the passing of time', () => {
    const at = (state: 'fresh' | 'stale', lastSuccessAt: string) =>
      new Freshness(
        [
          {
            id: 'a:b',
            system: 'a',
            title: 'a',
            state,
            lastSuccessAt,
            strategy: 'watch',
            counts: {},
            malformed: [],
            malformedCount: 0,
            problems: [],
          },
        ],
        '',
      ).hash(['a:b']);
    expect(at('fresh', '1')).toBe(at('fresh', '2'));
    expect(at('fresh', '1')).not.toBe(at('stale', '1'));
  });
});
