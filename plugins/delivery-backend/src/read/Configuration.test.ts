import type {
  DesiredSource,
  DeploymentView,
} from '@throughline/plugin-delivery-common';
import type {
  CommitItem,
  DeploymentItem,
} from '@throughline/plugin-delivery-node';
import { placeKey } from '../link/FolderIndex';
import { linked, pageOf, record, runs, stored } from '../tests/record';
import { commit, deployment, GITOPS, sha } from '../tests/world';
import {
  commitKey,
  type LinkedTarget,
  type StoredDeployment,
} from './EntityRecord';

const URL = 'https://github.com/acme/gitops.git';
const VALUES = 'github.com/acme/values';

/** A commit of the configuration, so many minutes after the first. */
function config(
  digits: string,
  parents: string[],
  minute: number,
  paths: string[],
  more: Partial<CommitItem> = {},
): CommitItem {
  return commit(digits, parents, {
    repository: GITOPS,
    committedAt: new Date(Date.UTC(2026, 10, 1, 9, minute)).toISOString(),
    subject: `Configure ${digits}`,
    paths,
    ...more,
  });
}

/** What a message says that deploys what was built from a commit of the service. */
const names = (digits: string): Partial<CommitItem> => ({
  trailers: {
    'argocd-reference-commit-sha': [sha(digits)],
    'argocd-reference-commit-repourl': ['https://github.com/acme/checkout'],
  },
});

const source = (path: string, digits: string, files?: string[]) => ({
  url: URL,
  path,
  revision: sha(digits),
  ...(files ? { files } : {}),
});

const deployed = (
  target: LinkedTarget,
  sequence: number,
  desired: DesiredSource[],
  more: Partial<DeploymentItem> = {},
): StoredDeployment => ({
  ...stored(
    deployment(target.stored.item.name, sequence, {
      desired,
      revisions: desired.map(each => each.revision ?? ''),
      ...more,
    }),
  ),
  targetId: target.stored.id,
});

function pageWith(
  targets: LinkedTarget[],
  commits: CommitItem[],
  deployments: StoredDeployment[] = [],
) {
  const page = pageOf(
    record({
      targets,
      deployments,
      configCommits: new Map(
        commits.map(each => [
          commitKey(each.repository, each.sha),
          stored(each),
        ]),
      ),
    }),
  );
  return {
    page,
    target: page.lanes.flatMap(lane => lane.targets)[0],
    history: page.history.items.filter(
      (each): each is DeploymentView => each.type === 'deployment',
    ),
  };
}

describe('the configuration of a target', () => {
  const own = config('c1', [], 1, ['apps/x']);
  const others = config('c2', ['c1'], 2, ['apps/y']);
  const x = (digits: string) =>
    linked('x', 'production', {
      ...runs('1.1.0', 'b'),
      desired: [source('apps/x', digits)],
    });

  it("is the newest commit that touches its folder, not the repository's newest", () => {
    const { target } = pageWith([x('c2')], [own, others]);
    expect(target.configurationCommit?.subject).toBe('Configure c1');
    expect(target.desired?.[0].revision).toBe(sha('c2'));
  });

  it('is what was applied, not what it is compared with', () => {
    const next = config('c3', ['c2'], 3, ['apps/x']);
    const at = x('c3');
    const behind = deployed(at, 0, [source('apps/x', 'c2')]);
    expect(
      pageWith([at], [own, others, next], [behind]).target.configurationCommit
        ?.sha,
    ).toBe(sha('c1'));
    const drifted = x('c3');
    drifted.stored.item.sync = { status: 'outOfSync' };
    expect(
      pageWith([drifted], [own, others, next]).target.configurationCommit,
    ).toBeUndefined();
  });

  it.each([
    ['a commit on the way is not known', [others]],
    ['its folder was not looked at', [config('c1', [], 1, []), others]],
    [
      'the files of a commit on the way were not looked at',
      [own, config('c2', ['c1'], 2, [], { onDefaultBranch: false })],
    ],
  ])('cannot be told where %s', (_, commits) => {
    const { target } = pageWith([x('c2')], commits);
    expect(target.configurationCommit).toBeUndefined();
  });

  it('is the newest of all its sources, if none can hide a newer one', () => {
    const values = config('e1', [], 5, ['x/prod.yaml'], {
      repository: VALUES,
      key: 'values',
    });
    const both = (digits: string) =>
      linked('x', 'production', {
        desired: [
          source('apps/x', digits),
          {
            url: 'https://github.com/acme/values',
            files: ['x/prod.yaml'],
            revision: sha('e1'),
          },
        ],
      });
    expect(
      pageWith([both('c2')], [others, values]).target.configurationCommit?.sha,
    ).toBe(sha('e1'));
    const late = config('c9', ['c8'], 9, ['apps/y']);
    expect(
      pageWith([both('c9')], [late, values]).target.configurationCommit,
    ).toBeUndefined();
  });
});

describe('the configuration of a deployment', () => {
  const commits = [
    config('c1', [], 1, ['apps/x'], names('a')),
    config('c2', ['c1'], 2, ['apps/x'], names('b')),
    config('c3', ['c2'], 3, ['apps/base']),
  ];
  const x = linked('x', 'production', {
    ...runs('1.3.0', 'd'),
    desired: [source('apps/x', 'c3')],
    sync: { status: 'outOfSync' },
  });

  it('is what came with it; where that lies elsewhere, only the revision is told', () => {
    const { history } = pageWith(
      [x],
      commits,
      ['c3', 'c2', 'c1'].map((digits, index) =>
        deployed(x, 2 - index, [source('apps/x', digits)]),
      ),
    );
    expect(history).toMatchObject([
      {
        revisions: [sha('c3')],
        to: {
          label: 'configuration c300000',
          unknownBecause: expect.any(String),
        },
      },
      {
        configurationCommit: { sha: sha('c2') },
        to: { label: '1.1.0', evidence: { certainty: 'certain' } },
      },
      { configurationCommit: { sha: sha('c1') }, to: { label: '1.0.0' } },
    ]);
    expect(history[0].configurationCommit).toBeUndefined();
  });

  it('is not told across a gap, nor for the oldest that is known', () => {
    const { history } = pageWith(
      [x],
      commits,
      [7, 5].map(sequence =>
        deployed(x, sequence, [source('apps/x', 'c3')], {
          outcome: 'failed',
        }),
      ),
    );
    expect(history.map(each => each.configurationCommit)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('of the newest is what runs now, as long as nothing differs from it', () => {
    const synced = linked('x', 'production', {
      ...runs('1.3.0', 'd'),
      desired: [source('apps/x', 'c3')],
    });
    const versionOf = (
      target: LinkedTarget,
      more: Partial<DeploymentItem> = {},
    ) =>
      pageWith([target], commits, [
        deployed(target, 0, [source('apps/x', 'c3')], more),
      ]).history[0].to;
    expect(versionOf(synced)).toMatchObject({
      label: '1.3.0',
      evidence: {
        certainty: 'certain',
        reason: expect.stringMatching(/^it is what runs now: running digest/),
      },
    });
    expect(versionOf(x)?.label).toBe('configuration c300000');
    expect(versionOf(synced, { outcome: 'failed' })?.label).toBe(
      'configuration c300000',
    );
  });
});

describe('what a configuration commit says', () => {
  const CHART = 'apps/x/chart';
  const DEV = 'apps/x/values-development.yaml';
  const PROD = 'apps/x/values-production.yaml';
  const chart = (digits: string, file?: string) => [
    source(CHART, digits, file ? [file] : undefined),
  ];
  const production = (file: string | undefined, digits = 'c2') =>
    linked('x-prod', 'production', {
      ...runs('1.0.0', 'a'),
      desired: chart(digits, file),
      sync: { status: 'outOfSync' },
    });
  const development = (file?: string) =>
    linked('x-dev', 'development', {
      ...runs('1.1.0', 'b'),
      desired: chart('c2', file),
    });

  const versionOf = (
    target: LinkedTarget,
    others: LinkedTarget[],
    paths: string[],
    desired = target.stored.item.desired,
  ) =>
    pageWith(
      [target, ...others],
      [config('c2', [], 2, paths, names('b'))],
      [deployed(target, 0, desired)],
    ).history[0];

  it('is no word for one environment where several share its folder', () => {
    const { to } = versionOf(production(undefined), [development()], [CHART]);
    expect(to).toMatchObject({
      label: 'configuration c200000',
      unknownBecause: expect.stringContaining('other environments'),
    });
    expect(to?.commit).toBeUndefined();
  });

  it('is one for the environment whose file it touches, and for no other', () => {
    const others = [development(DEV)];
    expect(versionOf(production(PROD), others, [PROD]).to?.label).toBe('1.1.0');
    const other = versionOf(production(PROD), others, [DEV]);
    expect(other.to?.label).toBe('configuration c200000');
    expect(other.configurationCommit).toBeUndefined();
  });

  it('changes all environments where it touches the chart, and says for none what runs', () => {
    const { to, configurationCommit } = versionOf(
      production(PROD),
      [development(DEV)],
      [CHART],
    );
    expect(configurationCommit?.sha).toBe(sha('c2'));
    expect(to?.commit).toBeUndefined();
  });

  it('may be about another where files of others lie in the folder', () => {
    const inside = (name: string) => `${CHART}/${name}.yaml`;
    const { configurationCommit, to } = versionOf(
      production(inside('production')),
      [development(inside('development'))],
      [CHART, inside('development')],
    );
    expect(configurationCommit).toBeUndefined();
    expect(to?.commit).toBeUndefined();
  });

  it('is none where targets of other entities are made from the folder', () => {
    const target = production(undefined);
    expect(versionOf(target, [], [CHART]).to?.label).toBe('1.1.0');
    target.link.users = { [placeKey(GITOPS, CHART)]: 2 };
    expect(versionOf(target, [], [CHART]).to?.label).toBe(
      'configuration c200000',
    );
    const umbrella = production(undefined);
    umbrella.sharedWith = ['component:default/other'];
    expect(versionOf(umbrella, [], [CHART]).to?.label).toBe(
      'configuration c200000',
    );
  });

  it('is one for all that one environment makes from the same', () => {
    const target = production(PROD);
    const twin = production(PROD);
    target.link.users = {
      [placeKey(GITOPS, CHART)]: 2,
      [placeKey(GITOPS, PROD)]: 2,
    };
    expect(versionOf(target, [twin], [CHART]).to?.label).toBe('1.1.0');
    expect(
      versionOf(target, [production('apps/x/values-us.yaml')], [CHART]).to
        ?.label,
    ).toBe('configuration c200000');
  });

  it('is none where the target was made from another folder then', () => {
    const target = production(undefined);
    const moved = [source('old/x', 'c2')];
    expect(versionOf(target, [], ['old/x'], moved).to?.label).toBe(
      'configuration c200000',
    );
  });
});
