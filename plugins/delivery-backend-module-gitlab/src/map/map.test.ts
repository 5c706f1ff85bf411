import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import {
  readItems,
  type ObservedItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import {
  deploymentStatus,
  DEPLOYMENT_STATUS,
  isIdle,
} from './deploymentStatus';
import type { ProjectFacts } from './ProjectFacts';
import { readProject } from './ProjectFacts';
import { readChildren } from './readBridge';
import { readCommit } from './readCommit';
import { readDeployment } from './readDeployment';
import { environmentTarget, readEnvironment } from './readEnvironment';
import { readJobs, withJobs } from './readJobs';
import { readMergeRequest, STATES } from './readMergeRequest';
import { readPipeline } from './readPipeline';
import { readRelease } from './readRelease';
import { readTrain } from './readTrain';
import { RUN_STATUS, runStatus } from './runStatus';
import deployments from './__fixtures__/deployments-list.json';
import jobs from './__fixtures__/jobs-list.json';
import mergeRequests from './__fixtures__/merge-requests-list.json';
import pipelineFailed from './__fixtures__/pipeline-failed.json';
import pipelineSuccess from './__fixtures__/pipeline-success.json';
import pipelines from './__fixtures__/pipelines-list.json';

const REPOSITORY = 'gitlab.example.test/acme/checkout';
const SHA = 'a'.repeat(40);
const project: ProjectFacts = {
  id: '12345678',
  path: 'acme/checkout',
  url: 'https://gitlab.example.test/acme/checkout',
  definition: '.gitlab-ci.yml',
  mergeTrains: false,
  disabled: new Set(),
};

function valid(item: ObservedItem): void {
  const { error } = itemSchemas[item.kind].safeParse(item);
  expect(`${item.kind} ${error?.message ?? 'is valid'}`).toBe(
    `${item.kind} is valid`,
  );
}

describe('the status of a pipeline, job or bridge', () => {
  // doc/api/pipelines.md and doc/api/jobs.md of GitLab: these are all.
  it.each([
    ['created', 'queued'],
    ['waiting_for_resource', 'waiting'],
    ['preparing', 'queued'],
    ['waiting_for_callback', 'waiting'],
    ['pending', 'queued'],
    ['running', 'running'],
    ['success', 'succeeded'],
    ['failed', 'failed'],
    ['canceling', 'running'],
    ['canceled', 'cancelled'],
    ['skipped', 'skipped'],
    ['manual', 'waiting'],
    ['scheduled', 'waiting'],
  ])('%s is %s', (raw, status) => {
    expect(runStatus(raw)).toEqual({ status, raw });
  });

  it('is unknown for a word of tomorrow, with the word, and never a success', () => {
    for (const raw of ['splendid', 'SUCCESS', 'constructor', '', null]) {
      const judged = runStatus(raw);
      expect(judged).toMatchObject({
        status: 'unknown',
        reason: expect.any(String),
      });
      expect(judged.raw ?? '').toBe(raw ?? '');
    }
    expect(
      Object.entries(RUN_STATUS).filter(([, status]) => status === 'succeeded'),
    ).toEqual([['success', 'succeeded']]);
  });
});

describe('the status of a deployment', () => {
  // doc/api/deployments.md of GitLab: these are all.
  it.each([
    ['created', 'running', 'queued'],
    ['running', 'running', 'running'],
    ['success', 'succeeded', 'succeeded'],
    ['failed', 'failed', 'failed'],
    ['canceled', 'cancelled', 'failed'],
    ['skipped', 'cancelled', 'failed'],
    ['blocked', 'running', 'queued'],
    ['splendid', 'unknown', 'unknown'],
    ['constructor', 'unknown', 'unknown'],
  ])('%s is %s', (raw, outcome, operation) => {
    expect(deploymentStatus(raw)).toMatchObject({ outcome, operation });
  });

  it('says that one that is blocked waits for an approval', () => {
    expect(DEPLOYMENT_STATUS.blocked.message).toMatch(/approval/);
  });

  it.each([
    ['created', 'manual', true],
    ['created', 'created', true],
    ['created', 'scheduled', true],
    ['created', 'pending', false],
    ['created', undefined, false],
    ['skipped', undefined, true],
    ['blocked', 'manual', false],
    ['success', 'manual', false],
  ])('%s of a job that is %s: idle %s', (raw, job, idle) => {
    expect(isIdle(raw, job)).toBe(idle);
  });
});

describe('merge requests', () => {
  const node = {
    iid: 5,
    title: 'A change',
    state: 'merged',
    updated_at: '2026-11-20T10:00:00Z',
    web_url: 'https://gitlab.example.test/acme/checkout/-/merge_requests/5',
    sha: SHA,
  };
  const read = (change: object) =>
    readItems([readMergeRequest(REPOSITORY, { ...node, ...change })])[0];

  it.each(Object.entries(STATES))('that are %s are %s', (state, expected) => {
    expect(read({ state }).state).toBe(expected);
  });

  it('of another state cost themselves', () => {
    expect(
      readMergeRequest(REPOSITORY, { ...node, state: 'new' }),
    ).toMatchObject({ type: 'malformed', key: `${REPOSITORY}#5` });
  });

  it('say where they were merged to, squashed and by fast-forward too', () => {
    const [merge, squash] = ['b'.repeat(40), 'c'.repeat(40)];
    expect(
      read({ merge_commit_sha: merge, squash_commit_sha: squash }).mergeSha,
    ).toBe(merge);
    expect(read({ squash_commit_sha: squash }).mergeSha).toBe(squash);
    expect(read({}).mergeSha).toBe(SHA);
    expect(read({ state: 'opened' }).mergeSha).toBeUndefined();
  });

  it('have checks only where a pipeline is told', () => {
    expect(read({ head_pipeline: { status: 'running' } }).checks).toEqual({
      status: 'running',
      raw: 'running',
    });
    expect(read({ head_pipeline: {} }).checks?.status).toBe('unknown');
    expect(read({})).not.toHaveProperty('checks');
  });

  it('wait in the train of their branch, in its order', () => {
    const car = (iid: number, branch: string, status: string) => ({
      merge_request: { iid },
      target_branch: branch,
      status,
    });
    expect([
      ...readTrain([
        car(3, 'main', 'merging'),
        car(9, 'stable', 'idle'),
        { nonsense: true },
        car(5, 'main', 'fresh'),
      ]),
    ]).toEqual([
      [3, { position: 1, state: 'merging' }],
      [9, { position: 1, state: 'idle' }],
      [5, { position: 2, state: 'fresh' }],
    ]);
  });
});

describe('environments', () => {
  const read = (change: object) =>
    readItems([
      readEnvironment(REPOSITORY, { id: 3, name: 'production', ...change }),
    ])[0];
  const deployed = (change: object) =>
    readItems([
      readDeployment(REPOSITORY, project, {
        ...deployments[0],
        deployable: null,
        ...change,
      }),
    ]);
  const target = (environment: object, ...list: object[]) =>
    environmentTarget(
      REPOSITORY,
      project,
      read(environment),
      list.flatMap(deployed),
    );

  it('claim neither health nor sync, whatever was deployed', () => {
    const item = target({}, { status: 'success', sha: SHA });
    valid(item);
    expect(item).toMatchObject({
      sync: { status: 'unknown' },
      health: { status: 'unknown', reason: /not observed/ },
      desired: [{ url: project.url, revision: SHA }],
      operation: { status: 'succeeded', raw: 'success' },
    });
  });

  it('hold what was deployed last with success, and tell the last attempt', () => {
    const item = target(
      {},
      { status: 'blocked', sha: 'b'.repeat(40) },
      { status: 'failed', sha: 'c'.repeat(40) },
      { status: 'success', sha: SHA },
      { status: 'success', sha: 'd'.repeat(40) },
    );
    expect(item.desired[0].revision).toBe(SHA);
    expect(item.operation).toMatchObject({
      status: 'queued',
      raw: 'blocked',
      message: expect.stringContaining('approval'),
    });
  });

  it('are of no operation and no revision where nothing was deployed', () => {
    const item = target({}, { status: 'skipped' });
    expect(item.operation).toBeUndefined();
    expect(item.desired).toEqual([{ url: project.url }]);
  });

  it.each([
    [{ name: 'production' }, { environment: 'production' }],
    [
      { name: 'production/eu-west', tier: 'production' },
      { environment: 'production', env: 'production' },
    ],
    [{ name: 'blue', tier: 'other' }, { environment: 'blue' }],
    [{ name: 'review/fix-cart' }, { preview: 'fix-cart' }],
  ])('%j is placed by %j', (environment, labels) => {
    expect(target(environment).labels).toEqual(labels);
  });

  it('that are review apps are keyed by their merge request or branch', () => {
    const name = 'review/x-1a2b3c';
    expect(
      target({ name }, { ref: 'refs/merge-requests/42/head' }).labels,
    ).toEqual({ preview: '42' });
    expect(target({ name }, { ref: 'fix/cart' }).labels).toEqual({
      preview: 'fix/cart',
    });
  });
});

describe('jobs', () => {
  it('give their pipeline its times, its actor and the subject of its commit', () => {
    const [pipeline] = readItems(
      pipelines.map(node => readPipeline(REPOSITORY, project, node)),
    );
    const item = withJobs(pipeline.item, readJobs(jobs));
    valid(item);
    expect(item.actor).toMatchObject({ login: 'sample-user' });
    expect(item.title).toBe('chore: sample commit');
    expect(item.jobs).toHaveLength(jobs.length);
  });

  it('of child pipelines say by which bridge they came; those of other projects are left out', () => {
    const bridge = (name: string, id: number, project_id: number) => ({
      name,
      downstream_pipeline: { id, project_id },
    });
    expect(
      readChildren(
        [
          bridge('deploy', 7, 12345678),
          bridge('other', 8, 9),
          { name: 'not yet', downstream_pipeline: null },
        ],
        '12345678',
      ),
    ).toEqual([{ id: 7, by: 'deploy' }]);
    expect(readJobs(jobs.slice(0, 1), 'deploy')[0].job.name).toBe(
      'deploy / format',
    );
  });

  it('that may fail say so', () => {
    expect(
      readJobs([
        { id: 1, name: 'lint', status: 'failed', allow_failure: true },
      ])[0].job.status,
    ).toEqual({
      status: 'failed',
      raw: 'failed',
      reason: 'it is allowed to fail',
    });
  });

  it('of a tag leave no branch in the pipeline', () => {
    const [pipeline] = readItems([
      readPipeline(REPOSITORY, project, { ...pipelineSuccess, ref: 'v1' }),
    ]);
    expect(pipeline.item.branch).toBe('v1');
    expect(
      withJobs(pipeline.item, readJobs([{ id: 1, name: 'x', tag: true }])),
    ).not.toHaveProperty('branch');
  });
});

it('a pipeline of a merge request has no branch, and names the request', () => {
  const [{ item, mergeRequest }] = readItems([
    readPipeline(REPOSITORY, project, pipelineSuccess),
  ]);
  expect(mergeRequest).toBe(5394);
  expect(item).toMatchObject({
    number: '36229',
    title: 'merge request !5394',
    trigger: 'merge_request_event',
    pipelineKeys: ['acme/checkout', '12345678'],
  });
  expect(item).not.toHaveProperty('branch');
});

it('a commit names the merge request that its message names, and no other', () => {
  const read = (message: string) =>
    readItems([
      readCommit(REPOSITORY, {
        id: SHA,
        parent_ids: [],
        message,
        committed_date: '2026-11-20T10:00:00.000+02:00',
      }),
    ])[0];
  expect(
    read('Merge branch x\n\nFix it\n\nSee merge request acme/checkout!42'),
  ).toMatchObject({ pullRequest: 42, committedAt: '2026-11-20T08:00:00.000Z' });
  expect(read('Undo !42')).not.toHaveProperty('pullRequest');
});

it.each([
  ['v1.2.3', {}, false],
  ['v1.2.3-rc.1', {}, true],
  ['2026-11-20', {}, false],
  ['v2.0.0', { upcoming_release: true }, true],
])('the release %s is a prerelease: %s %s', (tag_name, change, expected) => {
  const [item] = readItems([
    readRelease(REPOSITORY, {
      tag_name,
      released_at: '2026-11-20T10:00:00Z',
      ...change,
    }),
  ]);
  valid(item);
  expect(item.prerelease).toBe(expected);
});

it('a project that cannot be read says where', () => {
  expect(() => readProject({ id: 'x' })).toThrow(/another shape: id/);
});

describe('recorded answers', () => {
  const all: [
    string,
    unknown[],
    (node: unknown) => ReadResult<ObservedItem>,
  ][] = [
    [
      'pipelines',
      [...pipelines, pipelineFailed, pipelineSuccess],
      read(readPipeline),
    ],
    ['deployments', deployments, read(readDeployment)],
    [
      'merge requests',
      mergeRequests,
      node => readMergeRequest(REPOSITORY, node),
    ],
  ];

  function read(
    reader: (
      repository: string,
      of: ProjectFacts,
      node: unknown,
    ) => ReadResult<{ item: ObservedItem }>,
  ) {
    return (node: unknown): ReadResult<ObservedItem> => {
      const result = reader(REPOSITORY, project, node);
      return result.type === 'item'
        ? { type: 'item', item: result.item.item }
        : result;
    };
  }

  it.each(all)('of %s are read whole', (_, nodes, reader) => {
    const items = readItems(nodes.map(reader));
    expect(items).toHaveLength(nodes.length);
    items.forEach(valid);
  });

  it('keep the words of their statuses', () => {
    const words = new Set(pipelines.map(({ status }) => status));
    const told = readItems(
      pipelines.map(node => readPipeline(REPOSITORY, project, node)),
    );
    expect(new Set(told.map(({ status }) => status.raw))).toEqual(words);
  });
});
