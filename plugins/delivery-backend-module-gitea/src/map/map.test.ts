import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readItems } from '@throughline/plugin-delivery-node';
import { readCombined } from './readCombined';
import { readCommit } from './readCommit';
import { readPull } from './readPull';
import { readRelease, readTags } from './readRelease';
import { readRepository } from './RepositoryFacts';
import { readRun, withJobs } from './readRun';
import { commitState, runStatus } from './statuses';

const REPOSITORY = 'git.example.test/acme/shop';
const SHA = 'a'.repeat(40);
const AT = '2026-11-20T10:00:00+01:00';
const URL = 'https://git.example.test/acme/shop';
const SWAGGER = join(
  __dirname,
  '../../../../../shared/contracts/gitea/swagger.json',
);

describe('the status of a run or job', () => {
  // services/convert/convert.go of Gitea, ToActionsStatus: these are all.
  it.each([
    ['pending', '', 'queued'],
    ['queued', '', 'queued'],
    ['waiting', '', 'waiting'],
    ['in_progress', '', 'running'],
    ['completed', 'success', 'succeeded'],
    ['completed', 'failure', 'failed'],
    ['completed', 'cancelled', 'cancelled'],
    ['completed', 'skipped', 'skipped'],
    ['completed', '', 'unknown'],
    ['completed', 'splendid', 'unknown'],
    ['completed', 'constructor', 'unknown'],
    ['splendid', 'success', 'unknown'],
    ['', 'success', 'unknown'],
    [null, null, 'unknown'],
  ])('%p with %p is %s', (status, conclusion, expected) => {
    const judged = runStatus(status, conclusion);
    expect(judged.status).toBe(expected);
    expect(judged.status === 'unknown').toBe(judged.reason !== undefined);
  });
});

const STATES: [string, string][] = [
  ['pending', 'running'],
  ['success', 'succeeded'],
  ['error', 'failed'],
  ['failure', 'failed'],
  ['warning', 'unknown'],
  ['skipped', 'skipped'],
];

describe('the statuses of a commit', () => {
  it.each([...STATES, ['splendid', 'unknown'], ['', 'unknown']])(
    'that are %s are %s',
    (state, expected) => {
      expect(commitState(state).status).toBe(expected);
    },
  );

  it('are none where there is none, which is no success', () => {
    expect(readCombined({ state: '', total_count: 0 })).toBeUndefined();
    expect(readCombined({ state: 'success', total_count: 0 })).toBeUndefined();
    expect(readCombined('x')?.status).toBe('unknown');
    expect(readCombined({ state: 'success', statuses: [{}] })?.status).toBe(
      'succeeded',
    );
  });
});

const pull = {
  number: 5,
  title: 'A change',
  state: 'closed',
  merged: true,
  updated_at: AT,
  html_url: `${URL}/pulls/5`,
  head: { ref: 'topic', sha: SHA },
  base: { ref: 'main', sha: SHA },
  merge_commit_sha: 'b'.repeat(40),
  user: { login: 'ada', full_name: 'Ada Example' },
};

describe('pull requests', () => {
  const read = (change: object) =>
    readItems([readPull(REPOSITORY, { ...pull, ...change })])[0];

  it('are merged, closed or open', () => {
    expect(read({})).toMatchObject({
      state: 'merged',
      mergeSha: 'b'.repeat(40),
      author: { name: 'Ada Example', login: 'ada' },
      updatedAt: '2026-11-20T09:00:00.000Z',
    });
    expect(read({ merged: false }).state).toBe('closed');
    const open = read({ merged: false, state: 'open' });
    expect(open.state).toBe('open');
    expect(open).not.toHaveProperty('mergeSha');
  });
});

const run = {
  id: 7,
  path: 'ci.yaml@refs/heads/main',
  display_title: 'A change',
  run_number: 3,
  run_attempt: 2,
  event: 'push',
  status: 'completed',
  conclusion: 'success',
  head_branch: 'main',
  head_sha: SHA,
  trigger_actor: { login: 'gitea-actions' },
  started_at: AT,
  completed_at: AT,
  html_url: `${URL}/actions/runs/7`,
};
const job = {
  id: 70,
  name: 'build',
  status: 'completed',
  conclusion: 'success',
  created_at: AT,
  started_at: AT,
  completed_at: AT,
};

describe('runs', () => {
  const read = (change: object, jobs: unknown[] = [job]) =>
    withJobs(
      readItems([readRun(REPOSITORY, { ...run, ...change })])[0].run,
      jobs,
    );

  it('are of their workflow, with their jobs', () => {
    expect(read({})).toMatchObject({
      item: {
        key: `${REPOSITORY}/runs/7`,
        pipeline: 'ci.yaml',
        definition: 'ci.yaml',
        attempt: 2,
        branch: 'main',
        actor: { automated: true },
        jobs: [{ name: 'build', status: { status: 'succeeded' } }],
      },
    });
  });

  it('that wait were made when their first job was; the year 1 is no time', () => {
    const never = '0001-01-01T00:00:00Z';
    const waiting = {
      status: 'queued',
      conclusion: '',
      started_at: never,
      completed_at: never,
    };
    expect(read(waiting)).toMatchObject({
      item: { createdAt: '2026-11-20T09:00:00.000Z' },
    });
    expect(read(waiting, [])).toMatchObject({
      type: 'malformed',
      key: `${REPOSITORY}/runs/7`,
    });
  });

  it('of pull requests have no branch', () => {
    const told = read({ head_branch: '', path: 'ci.yaml@refs/pull/5/head' });
    expect(told).not.toHaveProperty('item.branch');
  });
});

it('releases name the commit of their tag; drafts are none', () => {
  const tags = readTags([{ name: 'v1', commit: { sha: SHA } }, { name: 'v2' }]);
  const release = {
    tag_name: 'v1',
    prerelease: true,
    published_at: AT,
    name: '',
  };
  expect(readRelease(REPOSITORY, tags, release)).toMatchObject({
    item: { key: `${REPOSITORY}#v1`, name: 'v1', sha: SHA, prerelease: true },
  });
  expect(
    readRelease(REPOSITORY, tags, { ...release, draft: true }),
  ).toBeUndefined();
});

it.each([
  ["Merge pull request 'Fix it' (#42) from topic into main", 42],
  ['Fix it (#42)', 42],
  ['Undo #42', undefined],
])('the commit "%s" is of pull request %s', (message, expected) => {
  const [{ commit }] = readItems([
    readCommit(REPOSITORY, {
      sha: SHA,
      commit: { message, committer: { date: AT } },
    }),
  ]);
  expect(commit.pullRequest).toBe(expected);
});

it('a repository that cannot be read says where', () => {
  expect(() => readRepository({ html_url: 'x' })).toThrow(
    /another shape: html_url/,
  );
});

(existsSync(SWAGGER) ? describe : describe.skip)('the vendor’s schema', () => {
  it('has no state of commits that is not in the table', () => {
    const { definitions } = JSON.parse(readFileSync(SWAGGER, 'utf8'));
    expect(STATES.map(([state]) => state).sort()).toEqual(
      [...definitions.CombinedStatus.properties.state.enum].sort(),
    );
  });
});
