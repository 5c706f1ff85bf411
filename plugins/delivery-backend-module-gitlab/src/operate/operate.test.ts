import type {
  OperationRequest,
  OperationSubject,
  RunItem,
  SourceOperation,
} from '@throughline/plugin-delivery-node';
import { operateContext } from '@throughline/plugin-delivery-node/testing';
import { fakeActClient } from '../fixtures/createWriterHarness';
import { FakeGitlab } from '../fixtures/FakeGitlab';
import type { FakeProject } from '../fixtures/FakeProject';
import { RUN_STATUS, runStatus } from '../map/runStatus';
import { createOperators } from './createOperators';

const PATH = 'acme/platform/shop';
const TOKEN = 'op-1';

function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'it did not fail',
    error => error,
  );
}

describe('what a GitLab host can be asked to do', () => {
  let gitlab: FakeGitlab;
  let shop: FakeProject;
  let operators: SourceOperation[];
  beforeEach(async () => {
    gitlab = await FakeGitlab.start();
    shop = gitlab.project(PATH);
    shop.commit();
    operators = createOperators(fakeActClient(gitlab), { pauseMs: 1 });
  });
  afterEach(() => gitlab.upstream.close());

  const operator = (operation: string) =>
    operators.find(each => each.operation === operation)!;
  const pipeline: OperationSubject = { kind: 'pipeline', pipeline: PATH };
  const runOf = (id: number, more: Partial<RunItem> = {}): OperationSubject => {
    const found = shop.pipelines.find(one => one.id === id)!;
    return {
      kind: 'run',
      run: {
        kind: 'run',
        key: `${gitlab.host}/${PATH}/pipelines/${id}`,
        pipeline: 'pipeline',
        status: runStatus(String(found.status)),
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
    token: TOKEN,
    actor: 'user:default/ada',
    since: new Date().toISOString(),
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
  const follow = (id: number, name = 'runPipeline') =>
    operator(name).follow(
      { project: PATH, pipeline: String(id) },
      operateContext(),
    );
  const newest = () => shop.pipelines[0];

  describe('the form of a pipeline', () => {
    const form = () =>
      operator('runPipeline').parameters!(pipeline, operateContext());

    it('is made of its inputs and variables, with what they say of themselves', async () => {
      shop.declared = {
        inputs: [
          {
            name: 'stage',
            type: 'STRING',
            description: 'Where to',
            required: true,
            default: null,
            options: ['qa', 'live'],
          },
          { name: 'count', type: 'NUMBER', required: false, default: 3 },
          { name: 'dry', type: 'BOOLEAN', required: false, default: false },
          { name: 'regions', type: 'ARRAY', required: false, default: ['eu'] },
          { name: 'tag', type: 'STRING', required: true, regex: '^v' },
          { name: 'ref', type: 'STRING', required: false, default: 'x' },
        ],
        variables: [
          {
            key: 'LEVEL',
            value: 'info',
            valueOptions: ['info', 'debug'],
            description: 'How much it says',
          },
          { key: 'tag', value: '', valueOptions: null, description: null },
          { key: 'DEPLOY_TOKEN', value: 'hidden', description: 'For whom' },
        ],
      };
      expect(await form()).toEqual([
        {
          name: 'ref',
          title: 'Branch or tag',
          type: 'string',
          required: true,
          defaultValue: 'main',
        },
        {
          name: 'stage',
          type: 'choice',
          description: 'Where to',
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
          name: 'regions',
          type: 'text',
          description: 'A list in JSON.',
          required: false,
          defaultValue: '["eu"]',
        },
        { name: 'tag', type: 'string', required: true, pattern: '^v' },
        {
          name: 'inputs.ref',
          title: 'ref',
          type: 'string',
          required: false,
          defaultValue: 'x',
        },
        {
          name: 'LEVEL',
          type: 'choice',
          description: 'How much it says',
          required: false,
          defaultValue: 'info',
          choices: ['info', 'debug'],
        },
        {
          name: 'variables.tag',
          title: 'tag',
          type: 'string',
          required: false,
          defaultValue: '',
        },
        {
          name: 'DEPLOY_TOKEN',
          type: 'secret',
          description:
            'For whom · It is not filled in here: the value of the project counts.',
          required: false,
        },
      ]);
    });

    it('has no inputs where the version knows none', async () => {
      shop.declared = { variables: [{ key: 'LEVEL', value: 'info' }] };
      expect((await form()).map(({ name }) => name)).toEqual(['ref', 'LEVEL']);
    });

    it('says so where GitLab has not worked the variables out, after a few tries', async () => {
      shop.declared = { variables: null };
      expect(await form()).toMatchObject([
        { name: 'ref', description: expect.stringMatching(/not worked out/) },
      ]);
      let asked = 0;
      gitlab.onCall = () => {
        asked += 1;
        if (asked === 4) {
          shop.declared.variables = [{ key: 'LATE', value: '' }];
        }
      };
      expect((await form()).map(({ name }) => name)).toEqual(['ref', 'LATE']);
    });

    it('is refused where a definition cannot be read: it would run with what nobody chose', async () => {
      shop.declared = { variables: [{ key: 7 }] };
      expect(await failureOf(form())).toMatchObject({ kind: 'protocol' });
    });
  });

  describe('to run a pipeline', () => {
    beforeEach(() => {
      shop.declared = {
        inputs: [
          { name: 'count', type: 'NUMBER', required: false, default: 3 },
          { name: 'dry', type: 'BOOLEAN', required: false, default: true },
          { name: 'regions', type: 'ARRAY', required: false, default: ['eu'] },
        ],
        variables: [
          { key: 'LEVEL', value: 'info' },
          { key: 'API_KEY', value: '' },
        ],
      };
    });

    it('tells what was chosen and is no default, each as what it is, with the token', async () => {
      shop.commit({ branch: 'hotfix', parents: [shop.head()!] });
      const handle = await start('runPipeline', pipeline, {
        ref: 'hotfix',
        count: '4',
        dry: 'false',
        regions: '["eu"]',
        LEVEL: 'debug',
      });
      expect(newest()).toMatchObject({
        ref: 'hotfix',
        inputs: { count: 4, dry: false },
      });
      expect(shop.variables.get(Number(handle.pipeline))).toEqual([
        { key: 'LEVEL', value: 'debug' },
        { key: 'DELIVERY_OPERATION', value: TOKEN },
      ]);
    });

    it.each([
      [{ API_KEY: 'abc' }, /may be a secret/],
      [{ OTHER: 'abc' }, /nothing that the pipeline asks for/],
      [{ count: 'many' }, /to be a number/],
      [{ count: '' }, /to be a number/],
      [{ dry: 'yes' }, /true or false/],
      [{ regions: 'eu' }, /list in JSON/],
      [{ ref: 'none' }, /Reference not found/],
    ])('%j is refused, and nothing started', async (parameters, words) => {
      const error = await failureOf(
        start('runPipeline', pipeline, parameters as never),
      );
      expect(error).toMatchObject({ kind: 'configuration' });
      expect(String(error)).toMatch(words);
      expect(gitlab.done).toEqual([]);
    });

    it('leaves the token out where nobody may set variables, and then cannot tell by it', async () => {
      shop.refusesVariables = true;
      const before = ask(pipeline, { since: '2020-01-01T00:00:00Z' });
      const handle = await operator('runPipeline').start(
        before,
        operateContext(),
      );
      expect(shop.variables.get(Number(handle.pipeline))).toEqual([]);
      expect(await operator('runPipeline').find(before, operateContext())).toBe(
        'unsure',
      );
      const error = await failureOf(
        start('runPipeline', pipeline, { LEVEL: 'debug' }),
      );
      expect(error).toMatchObject({ kind: 'permission' });
      expect(gitlab.done).toEqual([`pipeline ${PATH}`]);
    });

    it('finds its own among those of others, and none where there is none', async () => {
      const theirs = await start('runPipeline', pipeline);
      shop.variables.set(Number(theirs.pipeline), [
        { key: 'DELIVERY_OPERATION', value: 'op-0' },
      ]);
      expect(await find('runPipeline', pipeline)).toBeUndefined();
      const ours = await start('runPipeline', pipeline);
      await start('runPipeline', pipeline);
      shop.variables.set(Number(newest().id), [
        { key: 'DELIVERY_OPERATION', value: 'op-2' },
      ]);
      expect(
        await find('runPipeline', pipeline, { since: '2020-01-01T00:00:00Z' }),
      ).toEqual(ours);
    });

    it('is unsure of one without a token since, and of a list that it cannot see the end of', async () => {
      const since = '2020-01-01T00:00:00Z';
      shop.addPipeline({ source: 'api' });
      expect(await find('runPipeline', pipeline, { since })).toBe('unsure');
      expect(await find('runPipeline', pipeline)).toBeUndefined();
      shop.pipelines[0].created_at = 'never';
      expect(await find('runPipeline', pipeline)).toBe('unsure');
      shop.pipelines.length = 0;
      for (let count = 0; count < 20; count += 1) {
        const id = shop.addPipeline({ source: 'api' });
        shop.variables.set(id, [
          { key: 'DELIVERY_OPERATION', value: `other-${count}` },
        ]);
      }
      expect(await find('runPipeline', pipeline, { since })).toBe('unsure');
    });

    it('looks among those of its own account, where the host tells whose that is', async () => {
      await find('runPipeline', pipeline);
      const asked = () =>
        gitlab.calls.filter(({ path }) => path === 'pipelines').pop()!.query;
      expect(asked().get('username')).toBe('project_1_bot');
      gitlab.user = undefined;
      await find('runPipeline', pipeline);
      expect(asked().get('username')).toBeNull();
    });
  });

  describe('to run one again', () => {
    it('takes its branch and variables', async () => {
      const id = shop.addPipeline();
      shop.variables.set(id, [
        { key: 'LEVEL', value: 'debug', variable_type: 'env_var' },
        { key: 'DELIVERY_OPERATION', value: 'op-0' },
      ]);
      const handle = await start('rerun', runOf(id));
      expect(Number(handle.pipeline)).not.toBe(id);
      expect(shop.variables.get(Number(handle.pipeline))).toEqual([
        { key: 'LEVEL', value: 'debug', variable_type: 'env_var' },
        { key: 'DELIVERY_OPERATION', value: TOKEN },
      ]);
    });

    it('is refused where its variables may not be read, and where it ran for no branch', async () => {
      const id = shop.addPipeline();
      gitlab.overrides.set(`pipelines/${id}/variables`, {
        status: 403,
        body: '{"message":"403 Forbidden"}',
      });
      expect(await failureOf(start('rerun', runOf(id)))).toMatchObject({
        kind: 'permission',
      });
      const request = shop.addPipeline({ ref: 'refs/merge-requests/1/head' });
      expect(await failureOf(start('rerun', runOf(request)))).toMatchObject({
        kind: 'configuration',
      });
      expect(gitlab.done).toEqual([]);
      expect(
        operator('rerun').unavailable!(
          runOf(request, { trigger: 'merge_request_event' }),
        ),
      ).toMatch(/merge request/);
      expect(
        operator('rerun').unavailable!(runOf(id, { trigger: 'push' })),
      ).toBeUndefined();
    });
  });

  describe('to repeat what failed', () => {
    it('is refused where nothing did', async () => {
      const id = shop.addPipeline();
      expect(operator('rerunFailed').unavailable!(runOf(id))).toMatch(
        /nothing/,
      );
      expect(await failureOf(start('rerunFailed', runOf(id)))).toMatchObject({
        kind: 'configuration',
      });
    });

    it('is found though it has failed again, and not where another’s jobs are there', async () => {
      const id = shop.addPipeline({ status: 'failed' });
      const since = new Date().toISOString();
      const jobs = shop.jobs.get(id)!;
      expect(await find('rerunFailed', runOf(id), { since })).toBeUndefined();
      Object.assign(jobs[0], { created_at: new Date().toISOString() });
      expect(await find('rerunFailed', runOf(id), { since })).toBeUndefined();
      Object.assign(jobs[0], { user: { username: 'project_1_bot' } });
      expect(await find('rerunFailed', runOf(id), { since })).toMatchObject({
        pipeline: String(id),
      });
    });
  });

  describe('to cancel one', () => {
    it.each([
      ['canceled', 'succeeded'],
      ['canceling', 'running'],
      ['running', 'running'],
      ['success', 'failed'],
      ['failed', 'failed'],
      ['brand_new', 'running'],
    ])('%s is %s', async (status, state) => {
      const id = shop.addPipeline({ status });
      expect((await follow(id, 'cancelRun')).state).toBe(state);
    });

    it('is off where it has ended', () => {
      const unavailable = (status: string) =>
        operator('cancelRun').unavailable!(runOf(shop.addPipeline({ status })));
      expect(unavailable('success')).toBe('it has ended');
      expect(unavailable('manual')).toBeUndefined();
    });
  });

  describe('how far it has come', () => {
    const STATES: Record<string, string> = {
      created: 'running',
      pending: 'running',
      preparing: 'running',
      running: 'running',
      canceling: 'running',
      waiting_for_resource: 'waiting',
      waiting_for_callback: 'waiting',
      manual: 'waiting',
      scheduled: 'waiting',
      success: 'succeeded',
      failed: 'failed',
      canceled: 'failed',
      skipped: 'failed',
    };
    it.each(Object.keys(RUN_STATUS))('%s', async status => {
      const id = shop.addPipeline({ status });
      expect((await follow(id)).state).toBe(STATES[status]);
    });

    it('is unknown where the word is', async () => {
      const id = shop.addPipeline({ status: 'brand_new' });
      expect(await follow(id)).toMatchObject({
        state: 'unknown',
        message: expect.stringContaining('brand_new'),
      });
    });

    it('tells the jobs, which of them failed, and what waits for a person', async () => {
      const failed = shop.addPipeline({ status: 'failed' });
      shop.jobs.get(failed)!.push({
        id: 2,
        name: 'lint',
        status: 'failed',
        allow_failure: true,
      });
      expect(await follow(failed)).toMatchObject({
        state: 'failed',
        message: 'failed: build',
        steps: [
          { name: 'lint', state: 'failed', message: 'it is allowed to fail' },
          { name: 'build', state: 'failed' },
        ],
      });
      const manual = shop.addPipeline({ status: 'manual' });
      expect((await follow(manual)).message).toBe(
        'it waits for somebody to start build',
      );
      const broken = shop.addPipeline({
        status: 'failed',
        yaml_errors: 'jobs config should contain at least one visible job',
      });
      expect((await follow(broken)).message).toMatch(/visible job/);
    });
  });
});
