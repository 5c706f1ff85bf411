import type {
  OperationRequest,
  OperationSubject,
  SourceOperation,
} from '@throughline/plugin-delivery-node';
import { operateContext } from '@throughline/plugin-delivery-node/testing';
import { createFakeSource } from '../fixtures/createFakeSource';
import { FakeGithub } from '../fixtures/FakeGithub';
import type { FakeRepository } from '../fixtures/FakeRepository';
import { observedRun } from '../fixtures/observedRun';

let github: FakeGithub;
let repository: FakeRepository;
let identity: string;

beforeEach(async () => {
  github = await FakeGithub.start();
  repository = github.repository('acme/shop');
  identity = `${github.host}/acme/shop`;
  workflow('on: workflow_dispatch');
});
afterEach(() => github.upstream.close());

const PATH = '.github/workflows/deploy.yaml';
const INPUTS = `
name: Deploy
on:
  push: { branches: [main] }
  workflow_dispatch:
    inputs:
      version:
        description: What to deploy
        required: true
      dry_run: { type: boolean, default: false }
      size: { type: choice, options: [small, 2, large], default: 2 }
      replicas: { type: number, default: 3 }
      where: { type: environment, required: true }
      odd: { type: colour }
      plain:
      api_token: { required: false }
      delivery_operation:
`;

function workflow(text: string, branch = 'main', path = PATH) {
  repository.write(branch, 'Change a workflow', { [path]: { content: text } });
}

const operator = (
  operation: string,
  operations: boolean | string[] = true,
): SourceOperation =>
  createFakeSource(github, { operations }).operators.find(
    each => each.operation === operation,
  )!;
const pipeline = (path = PATH): OperationSubject => ({
  kind: 'pipeline',
  pipeline: path,
  repository: identity,
});
const run = (id: number): OperationSubject => ({
  kind: 'run',
  run: observedRun(identity, repository, id),
});
const addRun = (more: Record<string, unknown> = {}) =>
  repository.addRun({ created_at: new Date().toISOString(), ...more });
const ask = (
  subject: OperationSubject,
  parameters: Record<string, string> = {},
  more: Partial<OperationRequest> = {},
): OperationRequest => ({
  subject,
  parameters,
  token: 'a-token',
  actor: 'user:default/ada',
  since: new Date().toISOString(),
  ...more,
});
const start = (request: OperationRequest, operation = 'runPipeline') =>
  operator(operation).start(request, operateContext());
const find = (request: OperationRequest, operation = 'runPipeline') =>
  operator(operation).find(request, operateContext());
const follow = (handle: any, operation = 'runPipeline') =>
  operator(operation).follow(handle, operateContext());
const form = () =>
  operator('runPipeline').parameters!(pipeline(), operateContext());
const isRight = { kind: 'permission' };
const isWrong = { kind: 'configuration' };

describe('what may be asked', () => {
  it('is nothing unless the configuration says so', () => {
    expect(createFakeSource(github).operators).toEqual([]);
    const other = operator('runPipeline', [`${github.host}/acme/other`]);
    expect(other.unavailable!(pipeline())).toMatch(
      /delivery\.github\.operations does not name/,
    );
    const rerun = operator('rerun', [`${github.host}/acme/other`]);
    expect(rerun.unavailable!(run(addRun()))).toMatch(/does not name/);
  });

  it.each([
    ['dynamic/github-code-scanning/codeql', /no workflow file/],
    ['.github/workflows/../../x.yaml', /no workflow file/],
    ['ci', /no workflow file/],
  ])('%s cannot be run', async (path, words) => {
    expect(operator('runPipeline').unavailable!(pipeline(path))).toMatch(words);
    await expect(start(ask(pipeline(path)))).rejects.toMatchObject(isWrong);
    expect(repository.acts).toEqual([]);
  });

  it('is what an annotation names only where its repository is known', () => {
    const subject: OperationSubject = { kind: 'pipeline', pipeline: PATH };
    expect(operator('runPipeline').unavailable!(subject)).toMatch(
      /which repository/,
    );
  });

  it.each([
    ['rerun', { status: 'in_progress', conclusion: null }, /not ended/],
    ['rerun', { conclusion: 'success' }, undefined],
    ['rerun', { conclusion: 'action_required' }, /not ended/],
    ['rerun', { created_at: '2020-01-01T00:00:00Z' }, /30 days/],
    ['rerunFailed', { conclusion: 'success' }, /none of its jobs has failed/],
    ['rerunFailed', { conclusion: 'failure' }, undefined],
    ['rerunFailed', { conclusion: 'cancelled' }, undefined],
    ['cancelRun', { conclusion: 'success' }, /has ended/],
    ['cancelRun', { conclusion: 'action_required' }, /approval/],
    ['cancelRun', { status: 'queued', conclusion: null }, undefined],
    ['cancelRun', { status: 'waiting', conclusion: null }, undefined],
  ])('%s of %p: %p', (operation, more, words) => {
    const reason = operator(operation).unavailable!(run(addRun(more)));
    expect(reason ?? '').toMatch(words ?? /^$/);
  });
});

describe('the form', () => {
  it('is what the workflow asks for, and where to run it', async () => {
    workflow(INPUTS);
    repository.environments = ['staging', 'production'];
    expect(await form()).toEqual([
      {
        name: 'github.ref',
        title: 'Branch or tag',
        type: 'string',
        required: true,
        defaultValue: 'main',
      },
      {
        name: 'version',
        description: 'What to deploy',
        type: 'string',
        required: true,
      },
      {
        name: 'dry_run',
        type: 'boolean',
        required: false,
        defaultValue: 'false',
      },
      {
        name: 'size',
        type: 'choice',
        required: false,
        defaultValue: '2',
        choices: ['small', '2', 'large'],
      },
      { name: 'replicas', type: 'number', required: false, defaultValue: '3' },
      {
        name: 'where',
        type: 'choice',
        required: true,
        choices: ['staging', 'production'],
      },
      { name: 'odd', description: 'colour', type: 'string', required: false },
      { name: 'plain', type: 'string', required: false },
      {
        name: 'api_token',
        description: 'It is not filled in here: its default counts.',
        type: 'secret',
        required: false,
      },
    ]);
  });

  it('takes any text for an environment where these may not be read', async () => {
    workflow(INPUTS);
    github.overrides.set('/api/v3/repos/acme/shop/environments', {
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    expect((await form()).find(({ name }) => name === 'where')).toEqual({
      name: 'where',
      description: 'environment',
      type: 'string',
      required: true,
    });
  });

  it('is refused, with the reason, where the workflow cannot be run by hand', async () => {
    workflow('on: [push, pull_request]');
    await expect(form()).rejects.toMatchObject({
      ...isWrong,
      message: expect.stringContaining('no workflow_dispatch trigger'),
    });
    workflow('on: [push');
    await expect(form()).rejects.toThrow(/no YAML/);
  });
});

describe('running a workflow', () => {
  it('gives the inputs and follows the run that GitHub names', async () => {
    workflow(INPUTS);
    const handle = await start(
      ask(pipeline(), { version: '1.2', where: 'staging' }),
    );
    expect(repository.acts).toEqual([
      `dispatch deploy.yaml main ${JSON.stringify({
        version: '1.2',
        where: 'staging',
        delivery_operation: 'a-token',
      })}`,
    ]);
    expect(handle).toEqual({
      repository: identity,
      run: String(repository.runs[0].id),
      attempt: '1',
    });
    expect(await follow(handle)).toMatchObject({
      state: 'waiting',
      message: 'it waits for a runner',
      url: repository.runs[0].html_url,
    });
  });

  it('goes by the file at the chosen branch', async () => {
    workflow(
      'on: { workflow_dispatch: { inputs: { tag: { required: true } } } }',
      'topic',
    );
    const at = { 'github.ref': 'topic' };
    await expect(start(ask(pipeline(), at))).rejects.toThrow(
      /'tag' must be filled in/,
    );
    await expect(
      start(ask(pipeline(), { ...at, version: '1' })),
    ).rejects.toThrow(/'version' is not asked for/);
    await start(ask(pipeline(), { ...at, tag: '1' }));
    expect(repository.acts).toEqual(['dispatch deploy.yaml topic {"tag":"1"}']);
    await expect(
      start(ask(pipeline(), { 'github.ref': 'none' })),
    ).rejects.toThrow(/at 'none'/);
  });

  it('takes no secret', async () => {
    workflow(INPUTS);
    await expect(
      start(ask(pipeline(), { version: '1', where: 'a', api_token: 's3' })),
    ).rejects.toThrow(/may be a secret/);
    expect(repository.acts).toEqual([]);
  });

  it.each([
    ["Workflow does not have 'workflow_dispatch' trigger", /nobody run it/],
    ['No ref found for: main', /no branch or tag 'main'/],
    ['Unexpected inputs provided: ["x"]', /does not ask for that/],
    ["Required input 'x' not provided", /asks for more/],
    [
      "Provided value 'y' for input 'x' not in the list of allowed values",
      /does not take that value/,
    ],
    [
      "Cannot trigger a 'workflow_dispatch' on a disabled workflow",
      /is disabled: enable it/,
    ],
    ['Something new', /was not run \(Something new\)/],
  ])('tells a 422 in words: %s', async (message, words) => {
    github.refusal = { status: 422, body: { message } };
    const failure = await start(ask(pipeline())).catch(error => error);
    expect(failure).toMatchObject(isWrong);
    expect(failure.message).toMatch(words);
    expect(failure.message).toContain(message);
  });

  it('keeps a limit, a missing right and a workflow that is not known apart', async () => {
    github.refusal = {
      status: 403,
      body: { message: 'You have exceeded a secondary rate limit' },
      headers: { 'retry-after': '7' },
    };
    await expect(start(ask(pipeline()))).rejects.toMatchObject({
      kind: 'rateLimit',
      retryAfterMs: 7_000,
    });
    github.refusal = {
      status: 403,
      body: { message: 'Resource not accessible by integration' },
      headers: { 'x-accepted-github-permissions': 'actions=write' },
    };
    await expect(start(ask(pipeline()))).rejects.toMatchObject({
      ...isRight,
      message: expect.stringContaining("lacks the permission 'actions: write'"),
    });
    github.refusal = { status: 404, body: { message: 'Not Found' } };
    await expect(start(ask(pipeline()))).rejects.toThrow(
      /must be on the default branch as well/,
    );
  });

  it('asks an older server again without the key that it refuses, once', async () => {
    github.runDetails = 'refused';
    const handle = await start(ask(pipeline()));
    expect(repository.acts).toHaveLength(1);
    expect(handle).toMatchObject({ workflow: 'deploy.yaml', ref: 'main' });
    expect(await follow(handle)).toMatchObject({
      state: 'waiting',
      url: repository.runs[0].html_url,
    });
  });

  it('waits for the run that shows its token, whatever else comes', async () => {
    github.runDetails = 'ignored';
    workflow(
      "run-name: 'To ${{ inputs.delivery_operation }}'\n" +
        'on: { workflow_dispatch: { inputs: { delivery_operation: } } }',
    );
    const handle = await start(ask(pipeline()));
    const [own] = repository.runs.splice(0, 1);
    addRun({ ...own, id: 77, display_title: 'To another' });
    expect(await follow(handle)).toMatchObject({
      state: 'waiting',
      message: expect.stringContaining('does not show'),
    });
    repository.runs.unshift(own);
    expect((await follow(handle)).url).toBe(own.html_url);
  });

  it('waits for a run that is not shown yet, and takes none of two', async () => {
    github.runDetails = 'ignored';
    const handle = await start(ask(pipeline()));
    const [shown] = repository.runs.splice(0, 1);
    expect(await follow(handle)).toMatchObject({
      state: 'waiting',
      message: expect.stringContaining('does not show'),
    });
    repository.runs.unshift(shown);
    addRun({ ...shown, id: 77 });
    expect(await follow(handle)).toMatchObject({ state: 'unknown' });
  });
});

describe('looking for a lost dispatch', () => {
  const lost = async (more: Partial<OperationRequest> = {}) => {
    const request = ask(pipeline(), {}, more);
    github.losesAnswers = true;
    await expect(start(request)).rejects.toMatchObject({ kind: 'unreachable' });
    github.losesAnswers = false;
    return request;
  };

  it('finds the one run of its time, account, ref and event', async () => {
    addRun({
      path: PATH,
      event: 'workflow_dispatch',
      created_at: '2020-01-01',
    });
    const request = await lost();
    const own = repository.runs[0];
    addRun({ path: PATH, event: 'push', actor: own.actor });
    addRun({ ...own, id: 1, actor: { login: 'ada' } });
    addRun({ ...own, id: 2, head_branch: 'topic' });
    addRun({ ...own, id: 3, path: '.github/workflows/other.yaml' });
    expect(await find(request)).toMatchObject({ run: String(own.id) });
  });

  it('is unsure of two, of a time or an account that it does not know', async () => {
    const request = await lost();
    const { since, ...timeless } = request;
    expect(await find(timeless)).toBe('unsure');
    github.login = undefined;
    expect(await find(request)).toBe('unsure');
    github.login = 'throughline';
    expect(await find(request)).toMatchObject({ attempt: '1' });
    addRun({ ...repository.runs[0], id: 1 });
    expect(await find(request)).toBe('unsure');
  });

  it('is unsure where a run cannot be read, or so many came that it may be among them', async () => {
    repository.runs.unshift({ path: PATH, id: 'seven' });
    expect(await find(ask(pipeline()))).toBe('unsure');
    repository.runs.shift();
    expect(await find(ask(pipeline()))).toBeUndefined();
    for (let count = 0; count < 101; count += 1) {
      addRun({ path: PATH });
    }
    expect(await find(ask(pipeline()))).toBe('unsure');
  });

  it('goes by the token alone where the title shows it', async () => {
    workflow(
      "run-name: 'To ${{ inputs.delivery_operation }}'\n" +
        'on: { workflow_dispatch: { inputs: { delivery_operation: } } }',
    );
    const request = await lost();
    const own = String(repository.runs[0].id);
    await start(ask(pipeline(), {}, { token: 'another' }));
    expect(await find(request)).toMatchObject({ run: own });
    // A title may have been cut.
    expect(await find(ask(pipeline(), {}, { token: 'a-third' }))).toBe(
      'unsure',
    );
  });
});

describe('starting a run again', () => {
  it.each([
    ['rerun', 'rerun'],
    ['rerunFailed', 'rerun-failed-jobs'],
  ])('%s makes the next attempt of the run', async (operation, act) => {
    const id = addRun({ conclusion: 'failure' });
    const request = ask(run(id));
    const handle = await start(request, operation);
    expect(repository.acts).toEqual([`${act} ${id}`]);
    expect(handle).toEqual({
      repository: identity,
      run: `${id}`,
      attempt: '2',
    });
    expect(await find(request, operation)).toEqual(handle);
  });

  it('finds a lost one although the new attempt has been observed since', async () => {
    const id = addRun({ conclusion: 'failure' });
    github.losesAnswers = true;
    const request = ask(run(id));
    await expect(start(request, 'rerun')).rejects.toMatchObject({
      kind: 'unreachable',
    });
    github.losesAnswers = false;
    const observed = { ...request, subject: run(id) };
    expect(await find(observed, 'rerun')).toMatchObject({ attempt: '2' });
  });

  it('takes no attempt of somebody else, and is unsure of two of its own', async () => {
    const id = addRun({ conclusion: 'failure' });
    const request = ask(run(id));
    await start(request, 'rerun');
    const now = repository.runs[0];
    now.triggering_actor = { login: 'ada' };
    expect(await find(request, 'rerun')).toBeUndefined();
    now.triggering_actor = { login: 'Throughline' };
    now.status = 'completed';
    const other = ask(run(id), {}, { since: request.since });
    await start(other, 'rerun');
    expect(await find(request, 'rerun')).toBe('unsure');
  });

  it('acts on no other attempt than the one that was looked at', async () => {
    const id = addRun({ conclusion: 'failure' });
    const request = ask(run(id));
    Object.assign(repository.runs[0], { run_attempt: 2 });
    await expect(start(request, 'rerun')).rejects.toThrow(/attempt 2/);
    await expect(start(request, 'cancelRun')).rejects.toThrow(/attempt 2/);
    expect(repository.acts).toEqual([]);
  });

  it.each([
    ['This workflow is already running', /running already/],
    [
      'Unable to retry this workflow run because it was created over a month ago',
      /too old/,
    ],
    ['This workflow run cannot be retried', /does not start this run again/],
  ])('tells a 403 that is none of a right: %s', async (message, words) => {
    const request = ask(run(addRun({ conclusion: 'failure' })));
    github.refusal = { status: 403, body: { message } };
    const failure = await start(request, 'rerun').catch(error => error);
    expect(failure).toMatchObject(isWrong);
    expect(failure.message).toMatch(words);
    github.refusal.body = { message: 'Must have admin rights to Repository.' };
    await expect(start(request, 'rerun')).rejects.toMatchObject(isRight);
  });
});

describe('cancelling a run', () => {
  it('is done once the run has ended so', async () => {
    const id = addRun({ status: 'in_progress', conclusion: null });
    const handle = await start(ask(run(id)), 'cancelRun');
    expect(await follow(handle, 'cancelRun')).toMatchObject({
      state: 'succeeded',
    });
    Object.assign(repository.runs[0], { status: 'in_progress' });
    expect(await follow(handle, 'cancelRun')).toMatchObject({
      state: 'running',
    });
    Object.assign(repository.runs[0], {
      status: 'completed',
      conclusion: 'success',
    });
    expect(await follow(handle, 'cancelRun')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('success'),
    });
    Object.assign(repository.runs[0], { conclusion: 'vanquished' });
    expect(await follow(handle, 'cancelRun')).toMatchObject({
      state: 'unknown',
    });
  });

  it('says so where it was too late', async () => {
    const id = addRun({ status: 'in_progress', conclusion: null });
    const request = ask(run(id));
    Object.assign(repository.runs[0], {
      status: 'completed',
      conclusion: 'success',
    });
    await expect(start(request, 'cancelRun')).rejects.toThrow(
      /has ended already/,
    );
  });
});
