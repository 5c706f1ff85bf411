import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  OperationRequest,
  OperationSubject,
  RunItem,
  SourceOperation,
} from '@throughline/plugin-delivery-node';
import { operateContext } from '@throughline/plugin-delivery-node/testing';
import { ActClient } from '../api/ActClient';
import { checkAnswer, checkSent } from '../fixtures/checkSchema';
import { fakeHost } from '../fixtures/createFakeSource';
import { FakeGitea } from '../fixtures/FakeGitea';
import type { FakeRepository } from '../fixtures/FakeRepository';
import { runStatus } from '../map/statuses';
import { createOperators } from './createOperators';
import { parseWorkflow } from './parseWorkflow';

const NAME = 'acme/shop';
const PORTAL = { login: 'portal' };
const SWAGGER = join(
  __dirname,
  '../../../../../shared/contracts/gitea/swagger.json',
);
const WORKFLOW = `
on:
  push:
  workflow_dispatch:
    inputs:
      stage:
        description: Where to
        type: choice
        required: true
        options: [qa, live]
      count: { type: number, default: 3 }
      dry: { type: boolean, default: false }
      where: { type: environment }
      deploy_token: { description: For whom, required: true, default: x }
`;

function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'it did not fail',
    error => error,
  );
}

describe('a workflow file', () => {
  it.each([
    ['on: workflow_dispatch', []],
    ['on: [push, workflow_dispatch]', []],
    ['on: { workflow_dispatch: }', []],
    ['on: { workflow_dispatch: { inputs: { a: } } }', ['a']],
    ['on: push', /no workflow_dispatch trigger/],
    ['on: { push: }', /no workflow_dispatch trigger/],
    ['on: { toString: }', /no workflow_dispatch trigger/],
    ['jobs: {}', /says nowhere/],
    ['on: [', /no YAML/],
    ['', /says nowhere/],
    ['on: { workflow_dispatch: { inputs: [a] } }', /cannot be read/],
  ])('%j', (text, expected) => {
    const parsed = parseWorkflow(text);
    const told =
      'reason' in parsed
        ? parsed.reason
        : parsed.inputs.map(({ name }) => name);
    expect(String(told)).toMatch(
      Array.isArray(expected) ? new RegExp(`^${expected}$`) : expected,
    );
  });

  it.each([
    ['${{ inputs.delivery_operation }}', true],
    ['Deploy ${{ github.event.inputs.delivery_operation }}', true],
    ['Deploy', false],
    ['${{ inputs.other }}', false],
  ])('that is titled %s shows the token: %s', (title, shown) => {
    expect(
      parseWorkflow(
        `run-name: '${title}'\non: { workflow_dispatch: { inputs: { delivery_operation: } } }`,
      ),
    ).toMatchObject({ showsToken: shown });
  });
});

describe('what a Gitea host can be asked to do', () => {
  let gitea: FakeGitea;
  let shop: FakeRepository;
  let operators: SourceOperation[];
  beforeEach(async () => {
    gitea = await FakeGitea.start();
    shop = gitea.repository(NAME);
    shop.write('main', 'Begin', {
      '.gitea/workflows/deploy.yaml': { content: WORKFLOW },
    });
    operators = createOperators(new ActClient(fakeHost(gitea)));
  });
  afterEach(() => gitea.upstream.close());

  const operator = (operation: string) =>
    operators.find(each => each.operation === operation)!;
  const workflow = (): OperationSubject => ({
    kind: 'pipeline',
    pipeline: 'deploy.yaml',
    repository: `${gitea.host}/${NAME}`,
  });
  const runOf = (id: number, more: Partial<RunItem> = {}): OperationSubject => {
    const found = shop.runs.find(one => one.id === id)!;
    return {
      kind: 'run',
      run: {
        kind: 'run',
        key: `${gitea.host}/${NAME}/runs/${id}`,
        pipeline: 'deploy.yaml',
        attempt: 1,
        status: runStatus(String(found.status), String(found.conclusion)),
        createdAt: '2026-09-21T14:14:20.000Z',
        jobs: [],
        ...more,
      },
    };
  };
  const ask = (
    subject: OperationSubject,
    more: Partial<OperationRequest> = {},
  ): OperationRequest => ({
    subject,
    parameters: {},
    token: 'op-1',
    actor: 'user:default/ada',
    since: '2020-01-01T00:00:00.000Z',
    ...more,
  });
  const start = (
    name: string,
    subject: OperationSubject,
    parameters: Record<string, string> = {},
  ) => operator(name).start(ask(subject, { parameters }), operateContext());
  const find = (
    name: string,
    subject: OperationSubject,
    more?: Partial<OperationRequest>,
  ) => operator(name).find(ask(subject, more), operateContext());
  const follow = (name: string, handle: Record<string, string>) =>
    operator(name).follow(handle, operateContext());
  const handleOf = (id: number, attempt = 1) => ({
    owner: 'acme',
    name: 'shop',
    run: String(id),
    attempt: String(attempt),
  });

  describe('to run a workflow', () => {
    const dispatched = (more: object = {}) =>
      shop.addRun({
        path: 'deploy.yaml@refs/heads/main',
        event: 'workflow_dispatch',
        actor: PORTAL,
        trigger_actor: PORTAL,
        ...more,
      });

    it('has a form of what its file asks for', async () => {
      const form = await operator('runPipeline').parameters!(
        workflow(),
        operateContext(),
      );
      expect(form).toEqual([
        {
          name: 'gitea.ref',
          title: 'Branch or tag',
          type: 'string',
          required: true,
          defaultValue: 'main',
        },
        {
          name: 'stage',
          description: 'Where to',
          type: 'choice',
          required: true,
          choices: ['qa', 'live'],
        },
        { name: 'count', type: 'number', required: false, defaultValue: '3' },
        {
          name: 'dry',
          type: 'boolean',
          required: false,
          defaultValue: 'false',
        },
        {
          name: 'where',
          description: 'environment',
          type: 'string',
          required: false,
        },
        {
          name: 'deploy_token',
          description:
            'For whom · It is not filled in here: its default counts.',
          type: 'secret',
          required: false,
        },
      ]);
    });

    it('looks for its file where Forgejo and GitHub have it, too', async () => {
      shop.write('main', 'Move', {
        '.gitea/workflows/deploy.yaml': null,
        '.github/workflows/deploy.yaml': { content: 'on: workflow_dispatch' },
      });
      await start('runPipeline', workflow());
      shop.write('main', 'Move', {
        '.github/workflows/deploy.yaml': { content: 'on: push' },
        '.forgejo/workflows/deploy.yaml': { content: 'on: workflow_dispatch' },
      });
      await start('runPipeline', workflow());
      expect(gitea.done).toHaveLength(2);
    });

    it('sends what was chosen, and knows its run', async () => {
      shop.commit({ branch: 'hotfix', parents: [shop.head()!] });
      shop.write('hotfix', 'Keep', {
        '.gitea/workflows/deploy.yaml': { content: WORKFLOW },
      });
      const handle = await start('runPipeline', workflow(), {
        'gitea.ref': 'hotfix',
        stage: 'qa',
        dry: 'true',
      });
      expect(gitea.sent.at(-1)?.body).toEqual({
        ref: 'hotfix',
        inputs: { stage: 'qa', dry: 'true' },
      });
      expect(handle).toEqual(handleOf(Number(shop.runs[0].id)));
    });

    it.each([
      [{}, /'stage' must be filled in/],
      [{ stage: 'qa', other: '1' }, /'other' is not asked for/],
      [{ stage: 'qa', deploy_token: 'abc' }, /may be a secret/],
      [{ stage: 'qa', 'gitea.ref': 'none' }, /no workflow deploy.yaml/],
    ])('with %j is refused, and nothing done', async (parameters, words) => {
      const error = await failureOf(
        start('runPipeline', workflow(), parameters as never),
      );
      expect(error).toMatchObject({ kind: 'configuration' });
      expect(String(error)).toMatch(words);
      expect(gitea.done).toEqual([]);
    });

    it('is off for what is no workflow of the host', () => {
      const off = (more: object) =>
        operator('runPipeline').unavailable!({
          ...workflow(),
          ...more,
        } as never);
      expect(off({})).toBeUndefined();
      expect(off({ pipeline: 'deploy' })).toMatch(/no workflow file/);
      expect(off({ repository: 'else.test/acme/shop' })).toMatch(
        /no repository/,
      );
      expect(off({ repository: undefined })).toMatch(/no repository/);
    });

    it('asks Forgejo in its own way', async () => {
      gitea.version = '11.0.1+gitea-1.22.0';
      shop.tellsRun = 'forgejo';
      expect(await start('runPipeline', workflow(), { stage: 'qa' })).toEqual(
        handleOf(Number(shop.runs[0].id)),
      );
    });

    it('finds its run later where the version does not tell it', async () => {
      shop.tellsRun = 'not';
      const handle = await start('runPipeline', workflow(), { stage: 'qa' });
      expect(handle).toMatchObject({ workflow: 'deploy.yaml', ref: 'main' });
      shop.jobs.get(Number(shop.runs[0].id))![0].created_at =
        new Date().toISOString();
      expect((await follow('runPipeline', handle)).message).toBe(
        'it waits for a runner',
      );
      dispatched({ started_at: new Date().toISOString() });
      expect(await follow('runPipeline', handle)).toMatchObject({
        state: 'unknown',
      });
      shop.runs.length = 0;
      expect(await follow('runPipeline', handle)).toMatchObject({
        state: 'waiting',
        message: expect.stringMatching(/does not show its run yet/),
      });
    });

    it('is found again by account, branch, file and time, where there is no other', async () => {
      expect(await find('runPipeline', workflow())).toBeUndefined();
      dispatched({ trigger_actor: { login: 'ada' } });
      dispatched({ head_branch: 'hotfix' });
      dispatched({ path: 'other.yaml@refs/heads/main' });
      dispatched({ event: 'push' });
      expect(await find('runPipeline', workflow())).toBeUndefined();
      const id = dispatched({ trigger_actor: { login: 'Portal' } });
      expect(await find('runPipeline', workflow())).toEqual(handleOf(id));
      const later = { since: new Date().toISOString() };
      expect(await find('runPipeline', workflow(), later)).toBeUndefined();
      dispatched();
      expect(await find('runPipeline', workflow())).toBe('unsure');
    });

    it('is not told where the title was to show the token, and does not', async () => {
      shop.write('main', 'Show', {
        '.gitea/workflows/deploy.yaml': {
          content:
            'run-name: Run of ${{ inputs.delivery_operation }}\non: { workflow_dispatch: { inputs: { delivery_operation: } } }',
        },
      });
      const id = dispatched({ display_title: 'A commit' });
      expect(await find('runPipeline', workflow())).toBe('unsure');
      shop.runs[0].display_title = 'Run of op-1';
      expect(await find('runPipeline', workflow())).toEqual(handleOf(id));
    });

    it('is not told where nobody says whose the token is, or one cannot be read', async () => {
      dispatched();
      gitea.user = undefined;
      expect(await find('runPipeline', workflow())).toBe('unsure');
      gitea.user = { id: 9, login: 'portal' };
      shop.runs[0].id = 'x';
      expect(await find('runPipeline', workflow())).toBe('unsure');
    });

    it('says so where the version has no such call, and remembers that', async () => {
      shop.lacks.add('dispatch');
      const error = await failureOf(
        start('runPipeline', workflow(), { stage: 'qa' }),
      );
      expect(error).toMatchObject({ kind: 'configuration' });
      expect(String(error)).toMatch(/version 1\.26\.0.*no call to run work/);
      expect(operator('runPipeline').unavailable!(workflow())).toMatch(
        /no call to run workflows/,
      );
    });
  });

  describe('to run one again', () => {
    it('makes another attempt of it', async () => {
      const id = shop.addRun({ conclusion: 'failure' });
      for (const [name, attempt] of [
        ['rerun', 2],
        ['rerunFailed', 3],
      ] as const) {
        const subject = runOf(id, { attempt: attempt - 1 });
        const handle = await start(name, subject);
        expect(handle).toEqual(handleOf(id, attempt));
        expect(await find(name, subject)).toEqual(handle);
        Object.assign(shop.runs[0], {
          status: 'completed',
          conclusion: 'failure',
        });
      }
      expect(gitea.done).toEqual([
        `rerun ${NAME}`,
        `rerun-failed-jobs ${NAME}`,
      ]);
    });

    it('is refused while it runs, or where somebody was faster', async () => {
      const id = shop.addRun({ status: 'in_progress' });
      const subject = runOf(id);
      expect(operator('rerun').unavailable!(subject)).toBe('it has not ended');
      expect(await failureOf(start('rerun', subject))).toMatchObject({
        kind: 'configuration',
      });
      Object.assign(shop.runs[0], { status: 'completed', run_attempt: 2 });
      expect(await failureOf(start('rerun', subject))).toMatchObject({
        kind: 'configuration',
      });
      expect(gitea.done).toEqual([]);
    });

    it('is off where nothing failed, and tells what Gitea says against it', async () => {
      const id = shop.addRun();
      expect(operator('rerunFailed').unavailable!(runOf(id))).toBe(
        'none of its jobs has failed',
      );
      expect(String(await failureOf(start('rerunFailed', runOf(id))))).toMatch(
        /no failed jobs to re-run/,
      );
    });

    it('does not take another’s attempt for its own, and tells of two that it cannot', async () => {
      const id = shop.addRun();
      const subject = runOf(id);
      await start('rerun', subject);
      const [run] = shop.runs;
      run.trigger_actor = { login: 'ada' };
      expect(await find('rerun', subject)).toBeUndefined();
      run.trigger_actor = PORTAL;
      run.status = 'completed';
      await start('rerun', runOf(id, { attempt: 2 }));
      expect(await find('rerun', subject)).toBe('unsure');
      expect(
        await find('rerun', subject, { since: '2999-01-01T00:00:00Z' }),
      ).toBeUndefined();
    });

    it('is refused where the version lacks it, with the reason', async () => {
      shop.lacks.add('rerun');
      gitea.version = '9.0.0+gitea-1.22.0';
      const id = shop.addRun();
      expect(String(await failureOf(start('rerun', runOf(id))))).toMatch(
        /version 9\.0\.0\+gitea-1\.22\.0.*no call to run a run again/,
      );
      expect(operator('rerun').unavailable!(runOf(id))).toMatch(/no call/);
      expect(operator('cancelRun').unavailable!(runOf(id))).toBe(
        'it has ended',
      );
    });
  });

  describe('to cancel one', () => {
    it('is followed until it is cancelled', async () => {
      const id = shop.addRun({ status: 'in_progress' });
      expect(await find('cancelRun', runOf(id))).toBeUndefined();
      expect((await follow('cancelRun', handleOf(id))).state).toBe('running');
      await start('cancelRun', runOf(id));
      expect((await follow('cancelRun', handleOf(id))).state).toBe('succeeded');
      expect(await find('cancelRun', runOf(id))).toEqual(handleOf(id));
    });

    it('of what had ended tells how', async () => {
      const id = shop.addRun({ status: 'in_progress' });
      const subject = runOf(id);
      Object.assign(shop.runs[0], {
        status: 'completed',
        conclusion: 'success',
      });
      const handle = await start('cancelRun', subject);
      expect(await follow('cancelRun', handle)).toMatchObject({
        state: 'failed',
        message: expect.stringMatching(/ended as success/),
      });
    });

    it('is refused where the version lacks it, as the published one does', async () => {
      shop.lacks.add('cancel');
      const id = shop.addRun({ status: 'in_progress' });
      expect(await failureOf(start('cancelRun', runOf(id)))).toMatchObject({
        kind: 'configuration',
        message: expect.stringMatching(/no call to cancel a run/),
      });
      expect(operator('cancelRun').unavailable!(runOf(id))).toMatch(/no call/);
    });
  });

  describe('how far a run has come', () => {
    it.each([
      ['queued', '', 'waiting'],
      ['pending', '', 'waiting'],
      ['waiting', '', 'waiting'],
      ['in_progress', '', 'running'],
      ['completed', 'success', 'succeeded'],
      ['completed', 'failure', 'failed'],
      ['completed', 'cancelled', 'failed'],
      ['completed', 'skipped', 'failed'],
      ['completed', 'splendid', 'unknown'],
      ['completed', '', 'unknown'],
      ['brand_new', '', 'unknown'],
    ])('%s %s is %s', async (status, conclusion, state) => {
      const id = shop.addRun({ status, conclusion });
      expect((await follow('runPipeline', handleOf(id))).state).toBe(state);
    });

    it('tells its jobs, and which of them failed; of the attempt that was asked for', async () => {
      const id = shop.addRun({ conclusion: 'failure' });
      expect(await follow('rerun', handleOf(id))).toMatchObject({
        state: 'failed',
        message: 'failed: build',
        steps: [{ name: 'build', state: 'failed' }],
      });
      expect((await follow('rerun', handleOf(id, 2))).state).toBe('waiting');
      await start('rerun', runOf(id));
      expect((await follow('rerun', handleOf(id, 1))).state).toBe('failed');
      expect((await follow('rerun', handleOf(id, 2))).message).toBe(
        'it waits for a runner',
      );
      shop.attempts.clear();
      expect((await follow('rerun', handleOf(id, 1))).state).toBe('unknown');
    });
  });

  const published = existsSync(SWAGGER);
  const name = `the published schema${
    published ? '' : ' (skipped: ../shared/contracts is not there)'
  }`;
  (published ? describe : describe.skip)(`${name}`, () => {
    it('is kept by what is sent, and by what the fake answers', async () => {
      await start('runPipeline', workflow(), { stage: 'qa' });
      const id = shop.addRun({ conclusion: 'failure' });
      await start('rerun', runOf(id));
      Object.assign(shop.runs[0], {
        status: 'completed',
        conclusion: 'failure',
      });
      const second = runOf(id, { attempt: 2 });
      await start('rerunFailed', second);
      await follow('rerun', handleOf(id, 1));
      await find('rerunFailed', second);
      const swagger = JSON.parse(readFileSync(SWAGGER, 'utf8'));
      const paths = new Set<string>();
      for (const { schemaPath, body, ...how } of gitea.answers) {
        paths.add(schemaPath);
        const path = `/repos/{owner}/{repo}${schemaPath}`;
        expect(checkAnswer(swagger, path, body, how)).toEqual([]);
      }
      for (const { definition, body } of gitea.sent) {
        expect(checkSent(swagger, definition, body)).toEqual([]);
      }
      expect(gitea.sent).toHaveLength(1);
      expect([...paths]).toEqual(
        expect.arrayContaining([
          '/actions/workflows/{workflow_id}/dispatches',
          '/actions/runs/{run}/rerun',
          '/actions/runs/{run}/rerun-failed-jobs',
          '/actions/runs/{run}/attempts/{attempt}',
          '/actions/runs/{run}/attempts/{attempt}/jobs',
        ]),
      );
    });
  });
});
