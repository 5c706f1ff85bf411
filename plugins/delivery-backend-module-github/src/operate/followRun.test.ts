import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { operateContext } from '@throughline/plugin-delivery-node/testing';
import { createFakeSource } from '../fixtures/createFakeSource';
import { FakeGithub } from '../fixtures/FakeGithub';
import type { FakeRepository } from '../fixtures/FakeRepository';
import { readSteps } from './readSteps';

let github: FakeGithub;
let repository: FakeRepository;

beforeEach(async () => {
  github = await FakeGithub.start();
  repository = github.repository('acme/shop');
  repository.commit();
});
afterEach(() => github.upstream.close());

async function follow(run: Record<string, unknown>, attempt = 1) {
  const id = repository.addRun(run);
  return followed(id, attempt);
}

function followed(id: number, attempt: number) {
  const [operator] = createFakeSource(github, { operations: true }).operators;
  return operator.follow(
    {
      repository: `${github.host}/acme/shop`,
      run: String(id),
      attempt: String(attempt),
    },
    operateContext(),
  );
}

const ended = (conclusion: string | null) => ({
  status: 'completed',
  conclusion,
});

// All values of status and conclusion that the API's description has.
it.each([
  [{ status: 'requested', conclusion: null }, 'waiting', /not taken it up/],
  [{ status: 'queued', conclusion: null }, 'waiting', /runner/],
  [{ status: 'pending', conclusion: null }, 'waiting', /concurrency group/],
  [{ status: 'waiting', conclusion: null }, 'waiting', /rules/],
  [{ status: 'in_progress', conclusion: null }, 'running', /^$/],
  [{ status: 'in_progress', conclusion: 'success' }, 'running', /^$/],
  [ended('success'), 'succeeded', /^$/],
  [ended('neutral'), 'succeeded', /^$/],
  [ended('failure'), 'failed', /it ended as failure: build/],
  [ended('timed_out'), 'failed', /timed_out/],
  [ended('startup_failure'), 'failed', /startup_failure/],
  [ended('cancelled'), 'failed', /cancelled/],
  [ended('stale'), 'failed', /stale/],
  [ended('skipped'), 'failed', /none of its jobs/],
  [ended('action_required'), 'waiting', /approval/],
  [ended('great'), 'unknown', /'great' is not known/],
  [ended(null), 'unknown', /without a conclusion/],
  [{ status: 'musing', conclusion: null }, 'running', /'musing' is not known/],
  [{ status: null, conclusion: 'success' }, 'running', /no status/],
])('%p is %s', async (run, state, words) => {
  const progress = await follow(run);
  expect(progress.state).toBe(state);
  expect(progress.message ?? '').toMatch(words);
});

it('names the environments that a run waits for', async () => {
  const id = repository.addRun({ status: 'waiting', conclusion: null });
  repository.pending.set(id, ['production', 'eu']);
  const { message } = await followed(id, 1);
  expect(message).toContain("'production', 'eu'");
  github.overrides.set(
    `/api/v3/repos/acme/shop/actions/runs/${id}/pending_deployments`,
    { status: 403, body: { message: 'Resource not accessible' } },
  );
  expect((await followed(id, 1)).message).toContain('of an environment');
});

it('follows its own attempt, whichever is the newest', async () => {
  const id = repository.addRun({ run_attempt: 2, conclusion: 'success' });
  repository.attempts.set(`${id}#1`, {
    ...repository.runs[0],
    run_attempt: 1,
    conclusion: 'failure',
  });
  expect((await followed(id, 1)).state).toBe('failed');
  expect((await followed(id, 2)).state).toBe('succeeded');
  expect((await followed(id, 3)).state).toBe('waiting');
});

it('fails in words where the run is gone', async () => {
  await expect(followed(1, 1)).rejects.toMatchObject({ kind: 'permission' });
});

describe('readSteps', () => {
  it('has a step for each job, with where it is or what it failed at', () => {
    expect(
      readSteps([
        {
          name: 'build',
          status: 'completed',
          conclusion: 'failure',
          started_at: '2026-11-20T10:00:02Z',
          completed_at: '2026-11-20T10:04:58Z',
          html_url: 'https://github.com/acme/shop/actions/runs/1/job/1',
          steps: [
            { name: 'Check out', status: 'completed', conclusion: 'success' },
            { name: 'Test', status: 'completed', conclusion: 'failure' },
          ],
        },
        {
          name: 'deploy',
          status: 'in_progress',
          conclusion: null,
          steps: [7, { name: 'Roll', status: 'in_progress', conclusion: null }],
        },
        { name: 'later', status: 'queued', conclusion: null },
        { name: 'odd', status: 'completed', conclusion: 'great' },
        { nothing: true },
      ]),
    ).toEqual([
      {
        name: 'build',
        state: 'failed',
        message: 'Test',
        startedAt: '2026-11-20T10:00:02.000Z',
        finishedAt: '2026-11-20T10:04:58.000Z',
        url: 'https://github.com/acme/shop/actions/runs/1/job/1',
      },
      { name: 'deploy', state: 'running', message: 'Roll' },
      { name: 'later', state: 'pending' },
      {
        name: 'odd',
        state: 'failed',
        message: "the conclusion 'great' is not known",
      },
    ]);
  });

  it('claims no success of what was not told as one', () => {
    const word = fc.oneof(
      fc.constantFrom('completed', 'success', 'in_progress', 'failure'),
      fc.string(),
      fc.constant(null),
      fc.anything(),
    );
    fc.assert(
      fc.property(word, word, fc.anything(), (status, conclusion, steps) => {
        const [step] = readSteps([{ name: 'x', status, conclusion, steps }]);
        const isFine =
          status === 'completed' &&
          (conclusion === 'success' || conclusion === 'neutral');
        expect(step?.state === 'succeeded' && !isFine).toBe(false);
      }),
    );
  });
});

const CONTRACT = path.resolve(
  __dirname,
  '../../../../../shared/contracts/github/openapi.json',
);
const described = existsSync(CONTRACT) ? describe : describe.skip;

described('the description of the API (skipped where it is absent)', () => {
  const { paths, components } = existsSync(CONTRACT)
    ? JSON.parse(readFileSync(CONTRACT, 'utf8'))
    : { paths: {}, components: { schemas: {} } };
  const BASE = '/repos/{owner}/{repo}';

  it.each([
    ['get', '', 200],
    ['get', '/contents/{path}', 200],
    ['get', '/environments', 200],
    ['get', '/actions/workflows/{workflow_id}/runs', 200],
    ['post', '/actions/workflows/{workflow_id}/dispatches', 204],
    ['get', '/actions/runs/{run_id}', 200],
    ['get', '/actions/runs/{run_id}/attempts/{attempt_number}', 200],
    ['get', '/actions/runs/{run_id}/attempts/{attempt_number}/jobs', 200],
    ['get', '/actions/runs/{run_id}/pending_deployments', 200],
    ['post', '/actions/runs/{run_id}/rerun', 201],
    ['post', '/actions/runs/{run_id}/rerun-failed-jobs', 201],
    ['post', '/actions/runs/{run_id}/cancel', 202],
  ])('has %s %s with %i', (method, below, status) => {
    expect(paths[`${BASE}${below}`][method].responses).toHaveProperty(
      String(status),
    );
  });

  it('has what a dispatch sends and is answered with', () => {
    const { post } =
      paths[`${BASE}/actions/workflows/{workflow_id}/dispatches`];
    const { schema } = post.requestBody.content['application/json'];
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(['ref', 'inputs', 'return_run_details']),
    );
    expect(components.schemas['workflow-dispatch-response'].required).toContain(
      'workflow_run_id',
    );
  });

  it('has no word for a job that is not understood', () => {
    const { status, conclusion } = components.schemas.job.properties;
    const words = [
      ...status.enum
        .filter((each: string) => each !== 'completed')
        .map((each: string) => [each, null]),
      ...conclusion.enum.map((each: string) => ['completed', each]),
    ];
    expect(words.length).toBeGreaterThan(10);
    for (const [one, other] of words) {
      const [step] = readSteps([{ name: 'x', status: one, conclusion: other }]);
      expect(step.message ?? '').not.toContain('not known');
    }
  });
});
