import fc from 'fast-check';
import { RUN_STATUSES } from '@throughline/plugin-delivery-common';
import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import type { ObservedItem } from '@throughline/plugin-delivery-node';
import { deploymentEnd, operationStatus } from './deploymentState';
import { readBranch } from './readBranch';
import { readGraphqlCommit, readRestCommit } from './readCommit';
import { environmentTargets, readDeployment } from './readDeployments';
import { readPull } from './readPull';
import type { ReadResult } from './ReadResult';
import { readRun, withJobs } from './readRun';
import { runStatus } from './runStatus';

const SHA = 'a'.repeat(40);

describe('the status of a run', () => {
  it.each([
    ['queued', null, 'queued'],
    ['requested', null, 'queued'],
    ['pending', null, 'queued'],
    ['waiting', null, 'waiting'],
    ['in_progress', null, 'running'],
    ['completed', 'success', 'succeeded'],
    ['completed', 'neutral', 'succeeded'],
    ['completed', 'failure', 'failed'],
    ['completed', 'timed_out', 'failed'],
    ['completed', 'startup_failure', 'failed'],
    ['completed', 'cancelled', 'cancelled'],
    ['completed', 'stale', 'cancelled'],
    ['completed', 'skipped', 'skipped'],
    ['completed', 'action_required', 'waiting'],
    ['completed', null, 'unknown'],
    ['completed', 'splendid', 'unknown'],
    ['splendid', 'success', 'unknown'],
    ['constructor', null, 'unknown'],
    [null, 'success', 'unknown'],
  ])('%p with %p is %s', (status, conclusion, expected) => {
    expect(runStatus(status, conclusion).status).toBe(expected);
  });

  it('is a success for nothing but what says so', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (status, conclusion) => {
        const judged = runStatus(status, conclusion);
        expect(RUN_STATUSES).toContain(judged.status);
        expect(judged.status === 'unknown').toBe(Boolean(judged.reason));
        expect(
          judged.status !== 'succeeded' ||
            ['success', 'neutral'].includes(conclusion),
        ).toBe(true);
      }),
    );
  });
});

describe('the end of a deployment', () => {
  const statuses = (...states: string[]) =>
    states.map((state, minute) => ({
      state,
      createdAt: `2026-11-20T10:0${minute}:00Z`,
    }));

  it.each([
    [['queued'], 'running', 'queued'],
    [['waiting'], 'running', 'queued'],
    [['queued', 'in_progress'], 'running', 'running'],
    [['in_progress', 'success'], 'succeeded', 'succeeded'],
    [['in_progress', 'success', 'inactive'], 'succeeded', 'succeeded'],
    [['in_progress', 'failure'], 'failed', 'failed'],
    [['error'], 'failed', 'failed'],
    [['splendid'], 'unknown', 'unknown'],
  ])('%p is %s', (states, outcome, operation) => {
    const end = deploymentEnd(statuses(...states).reverse(), undefined);
    expect(end.outcome).toBe(outcome);
    expect(operationStatus(end)).toBe(operation);
  });

  it('is when its last word was first said', () => {
    expect(
      deploymentEnd(
        statuses('in_progress', 'success', 'success', 'inactive'),
        undefined,
      ).finishedAt,
    ).toBe('2026-11-20T10:01:00Z');
  });

  it('is not known where it was replaced before it said a word', () => {
    expect(deploymentEnd(statuses('inactive'), 'inactive').outcome).toBe(
      'unknown',
    );
    expect(deploymentEnd([], undefined).outcome).toBe('running');
    expect(deploymentEnd([], 'active').outcome).toBe('succeeded');
  });
});

describe('what an environment has', () => {
  const statusesAt = (hour: number, states: string[]) =>
    states.map((state, minute) => ({
      state: state.toLocaleUpperCase('en-US'),
      createdAt: `2026-11-20T1${hour}:0${minute}:00Z`,
    }));
  const read = (minute: number, ...states: string[]) => {
    const result = readDeployment(
      { identity: 'h/a/b', url: 'https://h/a/b' },
      {
        id: `d${minute}`,
        environment: 'production',
        commitOid: SHA,
        createdAt: `2026-11-20T1${minute}:00:00Z`,
        statuses: { nodes: statusesAt(minute, states) },
      },
    );
    return result.type === 'item' ? result.item.raw : undefined!;
  };
  const shown = (...newestFirst: ReturnType<typeof read>[]) =>
    environmentTargets(
      { identity: 'h/a/b', url: 'https://h/a/b' },
      newestFirst,
    )[0].desired.length;

  it('is what succeeded last, and nothing once that was taken back', () => {
    const old = read(0, 'success', 'inactive');
    expect(shown(read(1, 'success'), old)).toBe(1);
    expect(shown(read(1, 'failure'), read(0, 'success'))).toBe(1);
    expect(shown(read(1, 'success', 'inactive'), old)).toBe(0);
  });
});

describe('reading', () => {
  it('is the same for a commit of either API', () => {
    const viaGraphql = readGraphqlCommit('h/a/b', {
      oid: SHA,
      message:
        'Deploy 1.4.2\n\nArgocd-reference-commit-sha: abc\nSigned-off-by: x',
      committedDate: '2026-11-20T10:00:00+01:00',
      url: 'https://h/a/b/commit/1',
      parents: { nodes: [] },
      author: { name: 'Ada', user: { login: 'ada' } },
    });
    const viaRest = readRestCommit('h/a/b', {
      sha: SHA,
      html_url: 'https://h/a/b/commit/1',
      commit: {
        message:
          'Deploy 1.4.2\n\nArgocd-reference-commit-sha: abc\nSigned-off-by: x',
        author: { name: 'Ada' },
        committer: { date: '2026-11-20T09:00:00Z' },
      },
      author: { login: 'ada', type: 'User' },
      parents: [],
    });
    expect(viaGraphql).toEqual(viaRest);
    expect(viaGraphql).toMatchObject({
      item: {
        subject: 'Deploy 1.4.2',
        trailers: { 'argocd-reference-commit-sha': ['abc'] },
      },
    });
  });

  it('takes the end of the last job for the end of a run', () => {
    const read = readRun('h/a/b', {
      id: 7,
      status: 'completed',
      conclusion: 'success',
      created_at: '2026-11-20T10:00:00Z',
      updated_at: '2026-11-21T10:00:00Z',
    });
    const run = read.type === 'item' ? read.item.item : undefined;
    const complete = withJobs(run!, [
      { name: 'a', completed_at: '2026-11-20T10:05:00Z' },
      { name: 'b', completed_at: '2026-11-20T10:04:00Z' },
      { name: 7 },
      {
        name: 'c',
        status: 'completed',
        conclusion: 'skipped',
        started_at: '0001-01-01T00:00:00Z',
      },
    ]);
    expect(complete.finishedAt).toBe('2026-11-20T10:05:00.000Z');
    expect(complete.jobs).toHaveLength(3);
    expect(complete.jobs[2]).not.toHaveProperty('startedAt');
  });

  it('keeps to the schemas, or says what is wrong, whatever comes', () => {
    const sometimes = (arbitrary: fc.Arbitrary<unknown>) =>
      fc.oneof(
        { weight: 4, arbitrary },
        { weight: 1, arbitrary: fc.anything() },
      );
    const date = sometimes(
      fc.constantFrom('2026-11-20T10:00:00Z', '', '0001-01-01T00:00:00Z'),
    );
    const text = sometimes(fc.oneof(fc.string(), fc.constant(null)));
    const node = fc.record(
      {
        id: sometimes(fc.oneof(fc.integer(), fc.string())),
        oid: sometimes(fc.constant(SHA)),
        sha: sometimes(fc.constant(SHA)),
        number: sometimes(fc.nat()),
        name: text,
        title: text,
        message: text,
        environment: text,
        commitOid: sometimes(fc.constant(SHA)),
        state: sometimes(fc.constantFrom('OPEN', 'MERGED', 'SUCCESS', 'X')),
        status: text,
        conclusion: text,
        url: sometimes(fc.constant('https://h/a')),
        html_url: text,
        head_sha: text,
        run_attempt: sometimes(fc.integer()),
        run_number: sometimes(fc.integer()),
        path: text,
        target: sometimes(fc.record({ oid: sometimes(fc.constant(SHA)) })),
        parents: sometimes(fc.constant({ nodes: [] })),
        author: sometimes(
          fc.record({ login: text, name: text }, { requiredKeys: [] }),
        ),
        actor: sometimes(fc.record({ login: text })),
        committedDate: date,
        createdAt: date,
        updatedAt: date,
        created_at: date,
        updated_at: date,
        run_started_at: date,
      },
      { requiredKeys: [] },
    );
    const repository = { identity: 'h/a/b', url: 'https://h/a/b' };
    fc.assert(
      fc.property(fc.oneof(node, fc.anything()), value => {
        expect([
          ...wrong(readBranch('h/a/b', value, {}), item => item),
          ...wrong(readPull('h/a/b', value), item => item),
          ...wrong(readRun('h/a/b', value), ({ item }) =>
            withJobs(item, [value]),
          ),
          ...wrong(readDeployment(repository, value), ({ item }) => item),
          ...wrong(readGraphqlCommit('h/a/b', value), item => ({
            ...item,
            paths: [],
            onDefaultBranch: true,
          })),
        ]).toEqual([]);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 2_000) },
    );
  });
});

/** What of a result the contract does not allow. */
function wrong<T>(
  result: ReadResult<T>,
  itemOf: (value: T) => ObservedItem,
): string[] {
  if (result.type === 'malformed') {
    return result.reason ? [] : ['no reason'];
  }
  const item = itemOf(result.item);
  const { error } = itemSchemas[item.kind].safeParse(item);
  return error ? [error.message] : [];
}
