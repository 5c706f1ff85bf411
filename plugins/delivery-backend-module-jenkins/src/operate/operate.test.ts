import type {
  OperationRequest,
  OperationSubject,
  SourceOperation,
} from '@throughline/plugin-delivery-node';
import { API_TOKEN, FakeJenkins } from '../fixtures/FakeJenkins';
import { asksFor, startedBy } from '../fixtures/FakeWrites';
import { instanceOf, interestIn } from '../fixtures/observe';
import { JenkinsSource } from '../source/JenkinsSource';

let jenkins: FakeJenkins;

beforeEach(async () => {
  jenkins = await FakeJenkins.start();
});
afterEach(() => jenkins.close());

const JOB = 'team/deploy';
const context = () => ({
  signal: AbortSignal.timeout(10_000),
  logger: { warn() {}, info() {}, debug() {}, error() {} } as any,
});
const operator = (operation: string): SourceOperation =>
  new JenkinsSource(instanceOf(jenkins)).operators!.find(
    each => each.operation === operation,
  )!;
const pipeline = (name = JOB): OperationSubject => ({
  kind: 'pipeline',
  pipeline: name,
});
const run = (key: string, status = 'succeeded'): OperationSubject => ({
  kind: 'run',
  run: {
    kind: 'run',
    key,
    pipeline: key.split('#')[0],
    status: { status: status as any },
    createdAt: '2026-09-21T14:14:20.000Z',
    jobs: [],
  },
});
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
const form = (name?: string) =>
  operator('runPipeline').parameters!(pipeline(name), context());
const start = (request: OperationRequest, operation = 'runPipeline') =>
  operator(operation).start(request, context());
const find = (request: OperationRequest, operation = 'runPipeline') =>
  operator(operation).find(request, context());
const follow = (handle: any, operation = 'runPipeline') =>
  operator(operation).follow(handle, context());
const string = (name: string, value = '') => ({
  name,
  type: 'StringParameterDefinition',
  defaultParameterValue: { value },
});

it('can only be asked where the configuration says so', () => {
  expect(
    new JenkinsSource(instanceOf(jenkins, { operations: false })).operators,
  ).toBeUndefined();
});

describe('the form of a job', () => {
  it('is made from what the job asks for, without secrets', async () => {
    jenkins.job(JOB).property = [
      {},
      ...asksFor(
        { ...string('VERSION', '1.0'), description: 'What <b>to</b> deploy' },
        {
          name: 'NOTES',
          type: 'TextParameterDefinition',
          defaultParameterValue: { value: 'a\nb' },
        },
        {
          name: 'DRY_RUN',
          type: 'BooleanParameterDefinition',
          defaultParameterValue: { value: true },
        },
        {
          name: 'WHERE',
          type: 'ChoiceParameterDefinition',
          choices: ['test', 'live'],
          defaultParameterValue: { value: 'test' },
        },
        {
          name: 'PASSPHRASE',
          type: 'PasswordParameterDefinition',
          defaultParameterValue: { value: 'hunter-two' },
        },
        string('API_TOKEN', 'hunter-two'),
        { name: 'KEYS', type: 'FileParameterDefinition' },
        { name: 'TAG', type: 'GitParameterDefinition', description: 'A tag' },
        { name: 'EMPTY', type: 'ChoiceParameterDefinition' },
        string('DELIVERY_OPERATION'),
      ),
    ];
    const fields = await form();
    expect(
      fields.map(({ name, type, defaultValue }) => [name, type, defaultValue]),
    ).toEqual([
      ['VERSION', 'string', '1.0'],
      ['NOTES', 'text', 'a\nb'],
      ['DRY_RUN', 'boolean', 'true'],
      ['WHERE', 'choice', 'test'],
      ['PASSPHRASE', 'secret', undefined],
      ['API_TOKEN', 'secret', undefined],
      ['KEYS', 'secret', undefined],
      ['TAG', 'string', undefined],
      ['EMPTY', 'string', undefined],
    ]);
    expect(fields[3].choices).toEqual(['test', 'live']);
    expect(fields[7].description).toContain('GitParameterDefinition');
    expect(JSON.stringify(fields)).not.toContain('hunter-two');
  });

  it('is refused where it cannot be read, as the job would run with values that nobody chose', async () => {
    jenkins.job(JOB).property = asksFor({ type: 'StringParameterDefinition' });
    await expect(form()).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('offers the branches of a multibranch project, the main one first', async () => {
    for (const name of ['feature%2Fbasket', 'main', 'gone']) {
      jenkins.job(`team/shop/${name}`, { multibranch: true });
    }
    jenkins.job('team/shop/gone').buildable = false;
    jenkins.job('team/shop/feature%2Fbasket').property = asksFor(
      string('SIZE', 's'),
    );
    expect(await form('team/shop')).toEqual([
      {
        name: 'branch',
        title: 'Branch',
        type: 'choice',
        required: true,
        defaultValue: 'main',
        choices: ['main', 'feature/basket'],
      },
      { name: 'SIZE', required: false, type: 'string', defaultValue: 's' },
    ]);
    await start(
      ask(pipeline('team/shop'), { branch: 'feature/basket', SIZE: 'xl' }),
    );
    await start(ask(pipeline('team/shop')));
    expect(jenkins.writes.done).toEqual([
      'start team/shop/feature%2Fbasket',
      'start team/shop/main',
    ]);
    expect(jenkins.writes.forms[0]).toEqual({ SIZE: 'xl' });
    for (const values of [{ branch: 'gone' }, { branch: 'main', SIZE: 'l' }]) {
      await expect(
        start(ask(pipeline('team/shop'), values as any)),
      ).rejects.toMatchObject({ kind: 'configuration' });
    }
  });

  it('says of a folder and of a disabled job that they cannot be run', async () => {
    jenkins.job('team/deploy');
    await expect(form('team')).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('is a folder'),
    });
    await expect(form('')).rejects.toMatchObject({ kind: 'configuration' });
    jenkins.job(JOB).buildable = false;
    await expect(form()).rejects.toMatchObject({ kind: 'configuration' });
    await expect(form('team/none')).rejects.toMatchObject({
      kind: 'permission',
    });
  });

  it('knows a folder from what was observed, before anybody asks', async () => {
    jenkins.build(JOB);
    const source = new JenkinsSource(instanceOf(jenkins));
    const [offer] = source.operators!;
    expect(offer.unavailable!(pipeline('team'))).toBeUndefined();
    const pass = source.observe({
      interests: interestIn('team', JOB),
      hints: [],
      reason: 'scheduled',
      signal: AbortSignal.timeout(10_000),
      countCall() {},
    } as any);
    for await (const each of pass) {
      expect(each).toBeDefined();
    }
    expect(offer.unavailable!(pipeline('team'))).toMatch(/folder/);
    expect(offer.unavailable!(pipeline())).toBeUndefined();
  });
});

describe('a build that is asked for', () => {
  it('gets its values in the body, and is followed from the queue to its end', async () => {
    jenkins.job(JOB).property = asksFor(string('VERSION', '1.0'));
    const handle = await start(ask(pipeline(), { VERSION: '2 & 3' }));
    expect(jenkins.writes.forms).toEqual([{ VERSION: '2 & 3' }]);
    expect(await follow(handle)).toEqual({
      state: 'waiting',
      message: 'In the quiet period. Expires in 4.9 sec',
    });
    const [item] = jenkins.queue;
    const build = jenkins.writes.begin(item);
    expect(await follow(handle)).toEqual({ state: 'running', url: build.url });
    jenkins.stages.set(`${JOB}#1`, {
      status: 'PAUSED_PENDING_INPUT',
      stages: [
        {
          name: 'Build',
          status: 'SUCCESS',
          startTimeMillis: 1_790_000_000_000,
          durationMillis: 1_000,
        },
        { name: 'Approve', status: 'PAUSED_PENDING_INPUT' },
        { name: 'Deploy', status: 'SOMETHING_NEW' },
      ],
    });
    jenkins.inputs.set(`${JOB}#1`, [{ id: 'x', message: 'Go live?' }]);
    expect(await follow(handle)).toMatchObject({
      state: 'waiting',
      message: 'it waits for a person: Go live?',
      steps: [
        { name: 'Build', state: 'succeeded' },
        { name: 'Approve', state: 'waiting' },
        { name: 'Deploy', state: 'failed', message: expect.any(String) },
      ],
    });
    // The queue forgets what left it; the build keeps the number of its item.
    jenkins.writes.forget(item);
    Object.assign(build, {
      building: false,
      inProgress: false,
      result: 'SUCCESS',
    });
    expect(await follow(handle)).toMatchObject({ state: 'succeeded' });
  });

  it.each([
    ['SUCCESS', 'succeeded'],
    ['UNSTABLE', 'failed'],
    ['FAILURE', 'failed'],
    ['NOT_BUILT', 'failed'],
    ['ABORTED', 'failed'],
    ['GREAT', 'unknown'],
  ])('that ended as %s has %s', async (result, state) => {
    jenkins.job(JOB);
    const handle = await start(ask(pipeline()));
    jenkins.writes.begin(jenkins.queue[0], {
      building: false,
      inProgress: false,
      result,
    });
    const seen = await follow(handle);
    expect(seen.state).toBe(state);
    expect(seen.message ?? '').toContain(result === 'SUCCESS' ? '' : result);
  });

  it('is not well where it left the queue unbuilt, or where nobody knows', async () => {
    jenkins.job(JOB);
    const handle = await start(ask(pipeline()));
    const [item] = jenkins.queue;
    item.cancelled = true;
    expect(await follow(handle)).toMatchObject({ state: 'failed' });
    jenkins.writes.forget(item);
    expect(await follow(handle)).toMatchObject({ state: 'unknown' });
  });

  it('joins one that waits for the same', async () => {
    jenkins.job(JOB);
    const first = await start(ask(pipeline()));
    expect(await start(ask(pipeline()))).toEqual(first);
    expect(jenkins.writes.done).toHaveLength(1);
  });

  it.each([
    [{ status: 302, location: '.' }, 'protocol', /queued nothing/],
    [
      { status: 302, location: '/jenkins/job/team/job/deploy/' },
      'protocol',
      /queued nothing/,
    ],
    [
      { status: 302, location: 'https://login.example.test/' },
      'authentication',
      /log-in/,
    ],
    [{ status: 201 }, 'unreachable', /does not say/],
    [
      { status: 201, location: 'http://x/job/a/' },
      'unreachable',
      /does not say/,
    ],
    [
      { status: 403, body: 'No valid crumb was included' },
      'configuration',
      /API token/,
    ],
    [{ status: 403 }, 'permission', /Job\/Build/],
    [{ status: 404 }, 'permission', /may not see it/],
    [{ status: 400, body: 'Illegal choice' }, 'protocol', /Illegal choice/],
    [{ status: 500 }, 'unreachable', /500/],
  ])('is refused with %j', async (refusal, kind, words) => {
    jenkins.job(JOB);
    jenkins.writes.refusal = refusal;
    await expect(start(ask(pipeline()))).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(words),
    });
  });

  it('takes no secret, and nothing that the job does not ask for', async () => {
    jenkins.job(JOB).property = asksFor(
      { name: 'KEY', type: 'PasswordParameterDefinition' },
      string('DEPLOY_TOKEN'),
    );
    for (const name of ['KEY', 'DEPLOY_TOKEN', 'OTHER']) {
      await expect(
        start(ask(pipeline(), { [name]: 'hunter-two' })),
      ).rejects.toMatchObject({
        kind: 'configuration',
        message: expect.not.stringContaining('hunter-two'),
      });
    }
    expect(jenkins.writes.done).toEqual([]);
  });
});

describe('a build whose answer was lost', () => {
  const lost = async (request: OperationRequest) => {
    await jenkins.upstream.misbehave({ type: 'loseWrites' });
    await expect(start(request)).rejects.toMatchObject({ kind: 'unreachable' });
    await jenkins.upstream.recover();
  };

  it('is the one of our account since then, in the queue or built', async () => {
    jenkins.job(JOB);
    jenkins.build(JOB, { actions: [startedBy('throughline')] });
    jenkins.build(JOB, { timestamp: Date.now(), actions: [startedBy('maya')] });
    const request = ask(pipeline());
    expect(await find(request)).toBeUndefined();
    await lost(request);
    const [item] = jenkins.queue;
    const handle = { job: JOB, item: String(item.id) };
    expect(await find(request)).toEqual(handle);
    jenkins.writes.begin(item);
    expect(await find(request)).toEqual({ ...handle, number: '3' });
  });

  it('is unsure where there are several, or one that ran before', async () => {
    jenkins.job(JOB);
    const request = ask(pipeline());
    await lost(request);
    jenkins.writes.begin(jenkins.queue[0]);
    await lost(request);
    expect(await find(request)).toBe('unsure');

    jenkins.job('team/other');
    jenkins.build('team/other', {
      building: true,
      timestamp: Date.now() - 60_000,
      actions: [startedBy('Throughline')],
    });
    expect(await find(ask(pipeline('team/other')))).toBe('unsure');
  });

  it('is unsure where Jenkins does not say who we are, or since when is not known', async () => {
    jenkins.job(JOB);
    jenkins.build(JOB, { timestamp: Date.now(), actions: [startedBy('x')] });
    const request = ask(pipeline());
    expect(await find(request)).toBeUndefined();
    jenkins.writes.account.anonymous = true;
    expect(await find(request)).toBe('unsure');
    jenkins.writes.account.anonymous = false;
    await lost(request);
    expect(await find({ ...request, since: undefined })).toBe('unsure');
  });

  it('is unsure where a build cannot be read, or there are too many', async () => {
    jenkins.job(JOB);
    const request = ask(pipeline());
    jenkins.build(JOB, { timestamp: 'x' as any });
    expect(await find(request)).toBe('unsure');
    jenkins.job('team/busy');
    for (let count = 0; count < 100; count += 1) {
      jenkins.build('team/busy', {
        timestamp: Date.now(),
        actions: [startedBy('maya')],
      });
    }
    expect(await find(ask(pipeline('team/busy')))).toBe('unsure');
  });

  it('is certain where the job asks for the token', async () => {
    jenkins.job(JOB).property = asksFor(string('DELIVERY_OPERATION'));
    const request = ask(pipeline(), {}, { since: undefined });
    await lost(request);
    await lost({ ...request, token: 'another' });
    expect(jenkins.queue).toHaveLength(2);
    expect(await find(request)).toEqual({
      job: JOB,
      item: String(jenkins.queue[0].id),
    });
    expect(await find({ ...request, token: 'a-third' })).toBeUndefined();
  });
});

describe('a build that is repeated', () => {
  it('has the parameters of the first one, whole', async () => {
    const long = 'x'.repeat(400);
    jenkins.job(JOB).property = asksFor(string('A'), string('DEPLOY_KEY'));
    jenkins.build(JOB, {
      actions: [
        {},
        {
          parameters: [
            { name: 'A', value: long },
            { name: 'DEPLOY_KEY', value: 'hunter-two' },
          ],
        },
      ],
    });
    const handle = await start(ask(run(`${JOB}#1`)), 'rerun');
    expect(jenkins.writes.forms).toEqual([
      { A: long, DEPLOY_KEY: 'hunter-two' },
    ]);
    expect(JSON.stringify(handle)).not.toContain('hunter-two');
    expect(await find(ask(run(`${JOB}#1`)), 'rerun')).toEqual(handle);
  });

  it('is refused where Jenkins does not tell them all, or the job asks for other ones', async () => {
    jenkins.job(JOB).property = asksFor(string('A'), string('B'));
    jenkins.build(JOB, { actions: [{ parameters: [{ name: 'A' }] }] });
    jenkins.build(JOB, {
      actions: [{ parameters: [{ name: 'OLD', value: '1' }] }],
    });
    for (const key of [`${JOB}#1`, `${JOB}#2`]) {
      await expect(start(ask(run(key)), 'rerun')).rejects.toMatchObject({
        kind: 'configuration',
      });
    }
    await expect(start(ask(run(`${JOB}#9`)), 'rerun')).rejects.toMatchObject({
      kind: 'permission',
    });
    expect(jenkins.writes.done).toEqual([]);
  });

  it('cannot be asked of what waits', () => {
    const rerun = operator('rerun');
    expect(rerun.unavailable!(run('queue/12', 'queued'))).toBeDefined();
    expect(rerun.unavailable!(run(`${JOB}#1`))).toBeUndefined();
  });
});

describe('a build that is stopped', () => {
  it('has ended as aborted, and only then it is stopped', async () => {
    const build = jenkins.build(JOB, { building: true, result: null });
    const request = ask(run(`${JOB}#1`, 'running'));
    expect(await find(request, 'cancelRun')).toBeUndefined();
    const handle = await start(request, 'cancelRun');
    expect(jenkins.writes.done).toEqual([`stop ${JOB}#1`]);
    expect(await follow(handle, 'cancelRun')).toMatchObject({
      state: 'succeeded',
    });
    expect(await find(request, 'cancelRun')).toEqual(handle);
    build.result = 'SUCCESS';
    expect(await follow(handle, 'cancelRun')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('SUCCESS'),
    });
    build.building = true;
    expect(await follow(handle, 'cancelRun')).toMatchObject({
      state: 'running',
    });
  });

  it('leaves the queue, or is stopped where it has begun meanwhile', async () => {
    jenkins.job(JOB);
    await start(ask(pipeline()));
    const [item] = jenkins.queue;
    const waiting = run(`queue/${item.id}`, 'queued') as any;
    waiting.run.pipeline = JOB;
    const handle = await start(ask(waiting), 'cancelRun');
    expect(await follow(handle, 'cancelRun')).toEqual({ state: 'succeeded' });

    await start(ask(pipeline()));
    const [next] = jenkins.queue;
    jenkins.writes.begin(next);
    waiting.run.key = `queue/${next.id}`;
    await start(ask(waiting), 'cancelRun');
    expect(jenkins.writes.done.at(-1)).toBe(`stop ${JOB}#1`);
  });

  it('cannot be asked of what has ended', () => {
    const cancel = operator('cancelRun');
    for (const status of ['succeeded', 'failed', 'cancelled', 'skipped']) {
      expect(cancel.unavailable!(run(`${JOB}#1`, status))).toBeDefined();
    }
    for (const status of ['queued', 'running', 'waiting', 'unknown']) {
      expect(cancel.unavailable!(run(`${JOB}#1`, status))).toBeUndefined();
    }
  });
});

it('tells no credential', async () => {
  jenkins.job(JOB);
  await jenkins.upstream.misbehave({ type: 'echo' });
  const error = await start(ask(pipeline())).catch(one => one);
  expect(String(error.stack)).not.toContain(API_TOKEN);
});
