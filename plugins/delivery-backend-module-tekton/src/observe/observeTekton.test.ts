import type { FakeKubernetes } from '@throughline/plugin-delivery-kubernetes-node/testing';
import { FakeKubernetes as Fake } from '@throughline/plugin-delivery-kubernetes-node/testing';
import {
  condition,
  DIGEST,
  pipelineRun,
  SHA,
  taskRun,
} from '../testing/fixtures';
import {
  fakeSource,
  forbidding,
  observeFake,
  startTekton,
} from '../testing/observeFake';

const RUNNING = {
  conditions: condition('Unknown', 'Running'),
  completionTime: undefined,
};
const BUILT = [
  { name: 'IMAGE_URL', value: 'ghcr.io/acme/checkout' },
  { name: 'IMAGE_DIGEST', value: DIGEST },
  { name: 'CHAINS-GIT_COMMIT', value: SHA },
];

describe('observeTekton', () => {
  let api: FakeKubernetes;
  let observed: Awaited<ReturnType<typeof observeFake>> | undefined;
  const start = async (options: Parameters<typeof observeFake>[1] = {}) => {
    observed = await observeFake(api, options);
    await observed.started();
    return observed;
  };
  const at = (minute: number) =>
    `2026-11-01T08:${String(minute).padStart(2, '0')}:00Z`;

  beforeEach(async () => {
    api = await startTekton();
  });
  afterEach(async () => {
    await observed?.stop();
    observed = undefined;
    await api.close();
  });

  it('tells a run with its jobs in their order, at once and whole', async () => {
    api.put(
      'pipelineruns',
      pipelineRun('one', {
        tasks: ['clone', 'test'],
        spec: { params: [{ name: 'revision', value: SHA }] },
        status: {
          childReferences: [
            { name: 'one-clone', kind: 'TaskRun', pipelineTaskName: 'clone' },
            { name: 'one-gate', kind: 'CustomRun', pipelineTaskName: 'gate' },
            { name: 'one-test', kind: 'TaskRun', pipelineTaskName: 'test' },
            { name: 'one-gone', kind: 'TaskRun', pipelineTaskName: 'gone' },
          ],
          skippedTasks: [
            { name: 'notify', reason: 'When Expressions evaluated to false' },
          ],
        },
      }),
    );
    api.put('taskruns', taskRun('one-test', { run: 'one' }));
    api.put(
      'taskruns',
      taskRun('one-clone', {
        run: 'one',
        status: { conditions: condition('False', 'Failed', 'exit code 128') },
      }),
    );
    const { observations, runs } = await start();
    expect(runs()).toHaveLength(1);
    expect(runs()[0]).toEqual({
      kind: 'run',
      key: 'shop/one',
      pipelineKeys: ['shop/verify', 'shop'],
      labels: { 'backstage.io/kubernetes-id': 'checkout' },
      pipeline: 'verify',
      status: { status: 'succeeded', raw: 'Succeeded' },
      sha: SHA,
      createdAt: '2026-11-01T08:00:00Z',
      startedAt: '2026-11-01T08:00:01Z',
      finishedAt: '2026-11-01T08:03:00Z',
      parameters: { revision: SHA },
      jobs: [
        {
          name: 'clone',
          status: { status: 'failed', raw: 'Failed', reason: 'exit code 128' },
          startedAt: '2026-11-01T08:00:02Z',
          finishedAt: '2026-11-01T08:02:59Z',
        },
        {
          name: 'gate',
          status: {
            status: 'unknown',
            reason: 'what becomes of a CustomRun is not observed',
          },
        },
        {
          name: 'test',
          status: { status: 'succeeded', raw: 'Succeeded' },
          startedAt: '2026-11-01T08:00:02Z',
          finishedAt: '2026-11-01T08:02:59Z',
        },
        {
          name: 'gone',
          status: {
            status: 'unknown',
            reason: 'its TaskRun is gone, or cannot be read',
          },
        },
        {
          name: 'notify',
          status: {
            status: 'skipped',
            reason: 'When Expressions evaluated to false',
          },
        },
      ],
    });
    expect(observations.filter(({ type }) => type === 'observed')).toHaveLength(
      1,
    );
  });

  it('follows a run from its first word to its end', async () => {
    const { until, run } = await start();
    const becomes = async (status: string) => {
      await until(() => run('shop/one')?.status.status === status);
      expect(run('shop/one')?.status.status).toBe(status);
    };
    api.put(
      'pipelineruns',
      pipelineRun('one', { status: { conditions: [], childReferences: [] } }),
    );
    await becomes('queued');
    // The two kinds are watched apart: a task may be told of before the run that refers to it.
    api.put('taskruns', taskRun('one-test', { run: 'one', status: RUNNING }));
    api.put('pipelineruns', pipelineRun('one', { status: RUNNING }));
    await becomes('running');
    await until(() => run('shop/one')?.jobs[0]?.status.status === 'running');
    api.put('taskruns', taskRun('one-test', { run: 'one' }));
    api.put('pipelineruns', pipelineRun('one'));
    await becomes('succeeded');
    await until(() => run('shop/one')?.jobs[0]?.status.status === 'succeeded');
    expect(run('shop/one')?.jobs[0].status.status).toBe('succeeded');
  });

  it('joins tasks that were told of before their run', async () => {
    const { until, run } = await start();
    api.put('taskruns', taskRun('late-test', { run: 'late' }));
    await new Promise(resolve => setTimeout(resolve, 50));
    api.put('pipelineruns', pipelineRun('late'));
    await until(() => run('shop/late') !== undefined);
    expect(run('shop/late')?.jobs[0].status.status).toBe('succeeded');
  });

  it('takes a TaskRun of its own as a run of one job', async () => {
    api.put('taskruns', taskRun('alone'));
    api.put('pipelineruns', pipelineRun('alone'));
    const { runs, run, until } = await start();
    expect(runs()).toHaveLength(2);
    expect(run('shop/taskruns/alone')).toMatchObject({
      pipeline: 'go-test',
      pipelineKeys: ['shop/go-test', 'shop'],
      status: { status: 'succeeded' },
      jobs: [{ name: 'go-test', status: { status: 'succeeded' } }],
    });
    api.remove('taskruns', 'shop', 'alone');
    await until(() => runs().length === 1);
    expect(run('shop/alone')).toBeDefined();
  });

  it('keeps the newest finished runs of each pipeline, and all that go on', async () => {
    for (let minute = 0; minute < 6; minute++) {
      api.put(
        'pipelineruns',
        pipelineRun(`run-${minute}`, { createdAt: at(minute) }),
      );
    }
    api.put(
      'pipelineruns',
      pipelineRun('old-and-running', { createdAt: at(0), status: RUNNING }),
    );
    api.put(
      'pipelineruns',
      pipelineRun('other', {
        spec: { pipelineRef: { name: 'nightly' } },
        createdAt: at(0),
      }),
    );
    const { runs, until } = await start({ tekton: { keepFinished: 2 } });
    const keys = () =>
      runs()
        .map(({ key }) => key)
        .sort();
    const others = ['shop/old-and-running', 'shop/other'];
    expect(keys()).toEqual([...others, 'shop/run-4', 'shop/run-5']);

    api.put('pipelineruns', pipelineRun('run-6', { createdAt: at(6) }));
    await until(() => !keys().includes('shop/run-4'));
    expect(keys()).toEqual([...others, 'shop/run-5', 'shop/run-6']);
  });

  it('lets vanish what was pruned, also while it was not looking', async () => {
    api.put('pipelineruns', pipelineRun('one'));
    api.put('pipelineruns', pipelineRun('two'));
    api.put('pipelineruns', pipelineRun('three'));
    const { runs, until, count } = await start();
    api.remove('pipelineruns', 'shop', 'one');
    await until(() => runs().length === 2);
    api.whileDeaf(() => {
      api.remove('pipelineruns', 'shop', 'two');
      api.compact();
    });
    await until(() => runs().length === 1);
    expect(runs().map(({ key }) => key)).toEqual(['shop/three']);
    expect(count('listed')).toBeGreaterThan(2);
  });

  it('tells artifacts that runs say they built, until no run says so', async () => {
    const built = (name: string, results: object[] = BUILT) =>
      pipelineRun(name, { status: { results } });
    api.put('pipelineruns', built('one'));
    api.put('pipelineruns', built('two'));
    api.put(
      'pipelineruns',
      pipelineRun('failed', {
        status: {
          conditions: condition('False', 'Failed'),
          results: [
            { name: 'IMAGE_URL', value: 'ghcr.io/acme/never' },
            ...BUILT.slice(1),
          ],
        },
      }),
    );
    const { artifacts, until } = await start();
    expect(artifacts()).toEqual([
      {
        kind: 'artifact',
        key: `ghcr.io/acme/checkout@${DIGEST}`,
        repository: 'ghcr.io/acme/checkout',
        digest: DIGEST,
        tags: [],
        sourceRevision: SHA,
        sourceEvidence:
          'Tekton results IMAGE_URL, IMAGE_DIGEST, CHAINS-GIT_COMMIT of shop/one',
      },
    ]);
    api.remove('pipelineruns', 'shop', 'one');
    await until(() =>
      Boolean(artifacts()[0]?.sourceEvidence?.endsWith('shop/two')),
    );
    // Two commits cannot both be what one image was built from.
    api.put(
      'pipelineruns',
      built('three', [
        ...BUILT.slice(0, 2),
        { name: 'CHAINS-GIT_COMMIT', value: 'c'.repeat(40) },
      ]),
    );
    await until(() => artifacts().length === 0);
    api.remove('pipelineruns', 'shop', 'three');
    await until(() => artifacts().length === 1);
    api.remove('pipelineruns', 'shop', 'two');
    await until(() => artifacts().length === 0);
    expect(artifacts()).toEqual([]);
  });

  it('loses a job only to a TaskRun that cannot be read', async () => {
    api.put('pipelineruns', pipelineRun('one'));
    api.put(
      'taskruns',
      taskRun('one-test', { run: 'one', status: { conditions: 'fine' } }),
    );
    const { run, known, observations } = await start();
    expect(run('shop/one')?.status.status).toBe('succeeded');
    expect(run('shop/one')?.jobs[0].status.status).toBe('unknown');
    expect(observations).toContainEqual(
      expect.objectContaining({
        type: 'malformed',
        scope: 'taskruns.tekton.dev',
        item: expect.objectContaining({ description: 'TaskRun shop/one-test' }),
      }),
    );
    expect(known().items.size).toBe(1);
  });

  it('loses one namespace only to a missing right, until it is given', async () => {
    api.put('pipelineruns', pipelineRun('one'));
    api.forbids = forbidding('pipelineruns', 'closed');
    const { run, runs, known, until } = await start({
      tekton: { namespaces: ['shop', 'closed'] },
      timing: { retryRefusedMs: 20 },
    });
    const scope = 'pipelineruns.tekton.dev/closed';
    expect(run('shop/one')).toBeDefined();
    expect(known().problems.get(scope)).toContain('403');
    api.put(
      'pipelineruns',
      pipelineRun('two', { metadata: { namespace: 'closed' } }),
    );
    api.forbids = () => false;
    await until(() => !known().problems.has(scope));
    expect(runs()).toHaveLength(2);
  });

  it('says that nothing may be seen where nothing may', async () => {
    api.forbids = ({ verb }) => verb === 'list';
    observed = await observeFake(api);
    expect(await observed.ended()).toMatchObject({
      kind: 'permission',
      message: expect.stringContaining('roles'),
    });
  });

  it('ends the scopes of namespaces that are looked at no more', async () => {
    api.put('pipelineruns', pipelineRun('one'));
    const before = await start({ tekton: { namespaces: ['shop'] } });
    const cursor = before.observations.find(
      ({ type }) => type === 'checkpoint',
    ) as { cursor: string };
    await before.stop();
    const { observations } = await start({
      tekton: { namespaces: ['other'] },
      cursor: cursor.cursor,
    });
    expect(observations.slice(0, 2)).toEqual([
      { type: 'listing', scope: 'pipelineruns.tekton.dev/shop' },
      { type: 'listed', scope: 'pipelineruns.tekton.dev/shop' },
    ]);
  });

  it('reads v1beta1 where a cluster serves nothing newer', async () => {
    await api.close();
    api = await startTekton('v1beta1');
    api.put(
      'pipelineruns',
      pipelineRun('one', {
        status: {
          childReferences: undefined,
          taskRuns: { 'one-test': { pipelineTaskName: 'test', status: {} } },
          pipelineResults: BUILT,
        },
      }),
    );
    api.put('taskruns', taskRun('one-test', { run: 'one' }));
    const { run, artifacts } = await start();
    expect(api.requests.map(({ path }) => path)).toContain(
      '/apis/tekton.dev/v1beta1/pipelineruns',
    );
    expect(run('shop/one')).toMatchObject({
      sha: SHA,
      jobs: [{ name: 'test', status: { status: 'succeeded' } }],
    });
    expect(artifacts()).toHaveLength(1);
  });

  it('links runs to the dashboard, with encoded names', async () => {
    api.put('pipelineruns', pipelineRun('one'));
    const { run } = await start({
      tekton: {
        clusters: [
          { name: 'tools', dashboardUrl: 'https://tekton.example.com/' },
        ],
      },
    });
    expect(run('shop/one')?.url).toBe(
      'https://tekton.example.com/#/namespaces/shop/pipelineruns/one',
    );
  });
});

describe('a cluster that serves no Tekton', () => {
  let api: FakeKubernetes;
  beforeEach(async () => {
    api = await Fake.start();
  });
  afterEach(() => api.close());

  it('is quiet, and noticed once it does', async () => {
    const observed = await observeFake(api, {
      timing: { probeMs: 10, discoverMs: 50 },
    });
    await observed.until(soFar => soFar.some(({ type }) => type === 'alive'));
    expect(observed.runs()).toEqual([]);
    api.resources.push({
      group: 'tekton.dev',
      version: 'v1',
      plural: 'pipelineruns',
      kind: 'PipelineRun',
    });
    // It ends without an error, and is started again by the backend.
    expect(await observed.ended()).toBeUndefined();
  });

  it('is a mistake where the configuration names it', async () => {
    const observed = await observeFake(api, {
      tekton: { clusters: [{ name: 'tools' }] },
    });
    expect(await observed.ended()).toMatchObject({ kind: 'configuration' });
  });

  it('offers nothing that acts unless the configuration allows it', async () => {
    expect((await fakeSource(api)).operators).toBeUndefined();
  });
});
