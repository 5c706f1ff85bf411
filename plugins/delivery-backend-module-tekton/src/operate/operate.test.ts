import type { FakeKubernetes } from '@throughline/plugin-delivery-kubernetes-node/testing';
import type {
  OperationSubject,
  SourceOperation,
} from '@throughline/plugin-delivery-node';
import { condition, pipelineRun, taskRun } from '../testing/fixtures';
import { fakeSource, startTekton } from '../testing/observeFake';

let api: FakeKubernetes;

const context = () => ({
  signal: AbortSignal.timeout(10_000),
  logger: { warn() {}, info() {}, debug() {}, error() {} } as any,
});
const operator = async (operation: string): Promise<SourceOperation> => {
  const { operators } = await fakeSource(api, {
    tekton: {
      operations: ['tools'],
      clusters: [{ name: 'tools', dashboardUrl: 'https://tekton.example.com' }],
    },
  });
  return operators!.find(each => each.operation === operation)!;
};
const pipeline: OperationSubject = {
  kind: 'pipeline',
  pipeline: 'shop/verify',
};
const run = (key: string, status = 'succeeded'): OperationSubject => ({
  kind: 'run',
  run: {
    kind: 'run',
    key,
    pipeline: 'verify',
    status: { status: status as any },
    createdAt: '2026-11-01T08:00:00Z',
    jobs: [],
  },
});
const ask = (
  subject: OperationSubject,
  parameters = {},
  token = 'token-1',
) => ({
  subject,
  parameters,
  token,
  actor: 'user:default/ada',
});
const start = async (operation: string, ...of: Parameters<typeof ask>) =>
  (await operator(operation)).start(ask(...of), context());
const form = async () =>
  (await operator('runPipeline')).parameters!(pipeline, context());
const follow = async (operation: string, handle: any) =>
  (await operator(operation)).follow(handle, context());
const define = (params: object[]) =>
  api.put('pipelines', {
    metadata: { namespace: 'shop', name: 'verify' },
    spec: { params },
  });
const made = () => api.created.at(-1) as any;

describe.each(['v1', 'v1beta1'])('Tekton %s', version => {
  beforeEach(async () => {
    api = await startTekton(version);
  });
  afterEach(() => api.close());

  it('is only asked where the configuration says so', async () => {
    expect((await fakeSource(api)).operators).toBeUndefined();
    const elsewhere = { tekton: { operations: false } };
    expect((await fakeSource(api, elsewhere)).operators).toBeUndefined();
  });

  it('makes the form of what the pipeline asks for, without secrets', async () => {
    api.put(
      'pipelineruns',
      pipelineRun('verify-1', {
        spec: {
          params: [
            { name: 'revision', value: 'main' },
            { name: 'api-token', value: 'hunter-two' },
          ],
        },
      }),
    );
    define([
      { name: 'revision', description: 'What to <b>verify</b>' },
      { name: 'level', type: 'string', default: 'low', enum: ['low', 'high'] },
      { name: 'flags', type: 'array', default: ['-v'] },
      { name: 'where', type: 'object', default: { city: 'Oslo' } },
      { name: 'api-token', default: 'hunter-two' },
      { name: 'needed' },
    ]);
    const fields = await form();
    expect(
      fields.map(each => [
        each.name,
        each.type,
        each.required,
        each.defaultValue,
      ]),
    ).toEqual([
      ['revision', 'string', false, 'main'],
      ['level', 'choice', false, 'low'],
      ['flags', 'text', false, '["-v"]'],
      ['where', 'text', false, '{"city":"Oslo"}'],
      ['api-token', 'secret', false, undefined],
      ['needed', 'string', true, undefined],
    ]);
    expect(fields[1].choices).toEqual(['low', 'high']);
    expect(JSON.stringify(fields)).not.toContain('hunter-two');
  });

  it('runs a pipeline after its newest run, with what the form says', async () => {
    define([
      { name: 'revision' },
      { name: 'level', default: 'low' },
      { name: 'flags', type: 'array' },
      { name: 'api-token' },
    ]);
    for (const [name, createdAt, revision] of [
      ['verify-b', '2026-11-02T08:00:00Z', 'newer'],
      ['verify-a', '2026-11-01T08:00:00Z', 'older'],
    ]) {
      api.put(
        'pipelineruns',
        pipelineRun(name, {
          createdAt,
          metadata: {
            generateName: 'verify-',
            labels: {
              'tekton.dev/pipeline': 'verify',
              'backstage.io/kubernetes-id': 'checkout',
              'pipelinesascode.tekton.dev/repository': 'till',
              'delivery-operation': 'an-older-token',
            },
            annotations: {
              'chains.tekton.dev/signed': 'true',
              'results.tekton.dev/record': 'x',
              'kubectl.kubernetes.io/last-applied-configuration': '{}',
              note: 'kept',
            },
          },
          spec: {
            status: 'CancelledRunFinally',
            workspaces: [{ name: 'source', emptyDir: {} }],
            params: [
              { name: 'revision', value: revision },
              { name: 'level', value: 'high' },
              { name: 'gone', value: 'x' },
              { name: 'api-token', value: 'hunter-two' },
            ],
          },
        }),
      );
    }
    const handle = await start('runPipeline', pipeline, { flags: '["-q"]' });
    expect(made()).toMatchObject({
      apiVersion: `tekton.dev/${version}`,
      kind: 'PipelineRun',
      metadata: {
        generateName: 'verify-',
        labels: {
          'backstage.io/kubernetes-id': 'checkout',
          'pipelinesascode.tekton.dev/repository': 'till',
          'delivery-operation': 'token-1',
        },
        annotations: { note: 'kept' },
      },
    });
    expect(Object.keys(made().metadata.annotations)).toEqual(['note']);
    expect(made().metadata.labels).not.toHaveProperty('tekton.dev/pipeline');
    expect(made().spec).toEqual({
      pipelineRef: { name: 'verify' },
      workspaces: [{ name: 'source', emptyDir: {} }],
      params: [
        { name: 'revision', value: 'newer' },
        { name: 'flags', value: ['-q'] },
        { name: 'api-token', value: 'hunter-two' },
      ],
    });
    expect(JSON.stringify(handle)).not.toContain('hunter-two');
  });

  it('runs a Pipeline that never ran, and one that only its runs know', async () => {
    define([{ name: 'level', default: 'low' }]);
    await start('runPipeline', pipeline, { level: 'high' });
    expect(made().spec).toEqual({
      pipelineRef: { name: 'verify' },
      params: [{ name: 'level', value: 'high' }],
    });
    api.remove('pipelines', 'shop', 'verify');
    api.remove('pipelineruns', 'shop', made().metadata.name);
    await expect(form()).rejects.toMatchObject({ kind: 'configuration' });
    api.put(
      'pipelineruns',
      pipelineRun('verify-1', {
        spec: { params: [{ name: 'list', value: ['a'] }] },
      }),
    );
    expect(await form()).toMatchObject([
      { name: 'list', type: 'text', defaultValue: '["a"]' },
    ]);
    api.put(
      'pipelineruns',
      pipelineRun('verify-2', {
        createdAt: '2026-11-05T08:00:00Z',
        spec: { pipelineSpec: { params: [{ name: 'own' }] } },
      }),
    );
    expect(await form()).toMatchObject([{ name: 'own', required: true }]);
  });

  it('refuses what does not fit, and creates nothing then', async () => {
    define([
      { name: 'flags', type: 'array' },
      { name: 'where', type: 'object' },
      { name: 'password' },
    ]);
    for (const values of [
      { other: 'x' },
      { password: 'hunter-two' },
      { flags: '-v' },
      { flags: '{"a":"b"}' },
      { flags: '[1]' },
      { where: '["a"]' },
      { where: 'null' },
    ]) {
      await expect(
        start('runPipeline', pipeline, values),
      ).rejects.toMatchObject({
        kind: 'configuration',
        message: expect.not.stringContaining('hunter-two'),
      });
    }
    define([{ name: 7 }]);
    await expect(form()).rejects.toMatchObject({ kind: 'protocol' });
    expect(api.created).toEqual([]);
  });

  it('cannot run a namespace', async () => {
    const { unavailable } = await operator('runPipeline');
    const of = (name: string) =>
      unavailable!({ kind: 'pipeline', pipeline: name });
    expect(of('shop')).toMatch(/namespace/);
    expect(of('shop/a/b')).toBeDefined();
    expect(of('shop/verify')).toBeUndefined();
  });

  it('finds what it has created by its token, and nothing else', async () => {
    define([]);
    const { find } = await operator('runPipeline');
    await api.upstream.misbehave({ type: 'loseWrites' });
    await expect(start('runPipeline', pipeline)).rejects.toMatchObject({
      kind: 'unreachable',
    });
    await api.upstream.recover();
    await start('runPipeline', pipeline, {}, 'token-2');
    const [first] = api.created;
    expect(await find(ask(pipeline), context())).toMatchObject({
      name: first.metadata.name,
      namespace: 'shop',
    });
    expect(await find(ask(pipeline, {}, 'token-3'), context())).toBeUndefined();
  });

  it.each([
    ['True', 'Succeeded', 'succeeded', 'failed'],
    ['True', 'Completed', 'succeeded', 'failed'],
    ['True', 'Great', 'unknown', 'unknown'],
    ['False', 'Failed', 'failed', 'failed'],
    ['False', 'PipelineRunTimeout', 'failed', 'failed'],
    ['False', 'CouldntGetPipeline', 'failed', 'failed'],
    ['False', 'Cancelled', 'failed', 'succeeded'],
    ['Unknown', 'Running', 'running', 'running'],
    ['Unknown', 'CancelledRunFinally', 'running', 'running'],
    ['Unknown', 'PipelineRunPending', 'waiting', 'running'],
    ['Maybe', 'Succeeded', 'unknown', 'unknown'],
  ])('follows %s with %s', async (status, reason, ran, stopped) => {
    api.put(
      'pipelineruns',
      pipelineRun('verify-1', {
        status: { conditions: condition(status, reason) },
      }),
    );
    const handle = {
      ...{ group: 'tekton.dev', version, kind: 'PipelineRun' },
      ...{ plural: 'pipelineruns', namespace: 'shop', name: 'verify-1' },
    };
    const seen = await follow('runPipeline', handle);
    expect(seen).toMatchObject({
      state: ran,
      url: 'https://tekton.example.com/#/namespaces/shop/pipelineruns/verify-1',
    });
    expect(seen.message === undefined).toBe(ran === 'succeeded');
    expect((await follow('cancelRun', handle)).state).toBe(stopped);
    api.remove('pipelineruns', 'shop', 'verify-1');
    await expect(follow('rerun', handle)).rejects.toMatchObject({
      kind: 'protocol',
    });
  });

  it('runs the same again, of pipelines and of single tasks', async () => {
    api.put(
      'pipelineruns',
      pipelineRun('verify-1', {
        spec: { status: 'Cancelled', params: [{ name: 'a', value: 'b' }] },
      }),
    );
    api.put(
      'taskruns',
      taskRun('lint-1', { metadata: { generateName: 'lint-' } }),
    );
    await start('rerun', run('shop/verify-1'));
    expect(made()).toMatchObject({
      kind: 'PipelineRun',
      metadata: { generateName: 'verify-1-' },
    });
    expect(made().spec).toEqual({
      pipelineRef: { name: 'verify' },
      params: [{ name: 'a', value: 'b' }],
    });
    expect(made().status).toBeUndefined();
    await start('rerun', run('shop/taskruns/lint-1'));
    expect(made()).toMatchObject({
      kind: 'TaskRun',
      metadata: { generateName: 'lint-' },
    });
    const { unavailable } = await operator('rerun');
    expect(unavailable!(run('shop/verify-1'))).toBeUndefined();
    expect(unavailable!(run('shop/verify-1', 'running'))).toBeDefined();
  });

  it('ends a run by the word of its kind, once', async () => {
    api.put('pipelineruns', pipelineRun('verify-1'));
    api.put('taskruns', taskRun('lint-1'));
    const subject = run('shop/verify-1', 'running');
    const { find, unavailable } = await operator('cancelRun');
    expect(await find(ask(subject), context())).toBeUndefined();
    const handle = await start('cancelRun', subject);
    expect(await find(ask(subject), context())).toEqual(handle);
    expect(await find(ask(subject, {}, 'x'), context())).toBeUndefined();
    await start('cancelRun', run('shop/taskruns/lint-1', 'running'));
    expect(api.patches.map(({ body }) => body.spec)).toEqual([
      { status: 'CancelledRunFinally' },
      { status: 'TaskRunCancelled' },
    ]);
    expect(unavailable!(subject)).toBeUndefined();
    expect(unavailable!(run('shop/verify-1'))).toBeDefined();
  });

  it.each([
    ['create', 'pipelineruns', "'create' on pipelineruns"],
    ['patch', 'pipelineruns', "'patch' on pipelineruns"],
    ['get', 'pipelines', "'get' on pipelines"],
  ])('names the right to %s %s where it lacks', async (verb, plural, right) => {
    define([]);
    api.put('pipelineruns', pipelineRun('verify-1'));
    api.forbids = asked => asked.verb === verb && asked.plural === plural;
    await expect(
      verb === 'patch'
        ? start('cancelRun', run('shop/verify-1', 'running'))
        : start('runPipeline', pipeline),
    ).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringContaining(right),
    });
  });
});
