import { KubernetesClient, TokenConnection } from '../client';
import { discoverResources, type ResourceType } from '../discovery';
import { FakeKubernetes } from '../testing';
import { listAndWatch } from './listAndWatch';
import type { ResourceEvent } from './ResourceEvent';
import type { StreamTiming } from './StreamOptions';

const FAST: StreamTiming = { backoffMs: 1, random: () => 0.5 };

describe('listAndWatch', () => {
  let api: FakeKubernetes;
  let client: KubernetesClient;
  let deployments: ResourceType;
  let stop: AbortController;
  const events: ResourceEvent<string>[] = [];
  let ended: Promise<unknown>;
  let onEvent: () => void = () => {};

  beforeEach(async () => {
    api = await FakeKubernetes.start();
    stop = new AbortController();
    events.length = 0;
    client = new KubernetesClient(
      new TokenConnection({
        server: api.url,
        token: { get: async () => api.token },
      }),
    );
    [deployments] = await discoverResources(
      client,
      [{ group: 'apps', kind: 'Deployment' }],
      stop.signal,
    );
  });

  afterEach(async () => {
    stop.abort();
    await ended;
    await api.close();
  });

  function run(options: { namespace?: string; timing?: StreamTiming } = {}) {
    const consume = async () => {
      for await (const event of listAndWatch({
        client,
        resource: deployments,
        signal: stop.signal,
        pageSize: 2,
        project: nameOf,
        timing: FAST,
        ...options,
      })) {
        events.push(event);
        onEvent();
      }
    };
    ended = consume().catch((error: unknown) => error);
    return ended;
  }

  const nextEvent = () =>
    new Promise<void>(resolve => {
      onEvent = resolve;
      setTimeout(resolve, 20);
    });

  async function until(holds: () => boolean) {
    while (!holds()) {
      await nextEvent();
    }
  }

  const put = (name: string, more: object = {}) =>
    api.put('deployments', { metadata: { namespace: 'shop', name }, ...more });
  const told = () =>
    events.map(event => {
      switch (event.type) {
        case 'applied':
          return `+${event.item}`;
        case 'removed':
          return `-${event.object.name}`;
        default:
          return event.type;
      }
    });
  const lists = () => api.requests.filter(({ verb }) => verb === 'list');

  it('lists in pages and goes on with what happens after', async () => {
    ['a', 'b', 'c'].forEach(name => put(name));
    void run();
    await until(() => api.openWatches === 1);
    put('d');
    api.remove('deployments', 'shop', 'a');
    await until(() => told().includes('-a'));
    expect(told()).toEqual(['listing', '+a', '+b', '+c', 'listed', '+d', '-a']);
    expect(lists().map(({ query }) => query.get('continue'))).toEqual([
      null,
      '2',
    ]);
    expect(
      api.requests
        .find(({ verb }) => verb === 'watch')
        ?.query.get('allowWatchBookmarks'),
    ).toBe('true');
  });

  it('lists anew where the continuation is too old, and never goes on inconsistently', async () => {
    ['a', 'b', 'c'].forEach(name => put(name));
    api.expiredContinues = 1;
    void run();
    await until(() => told().includes('listed'));
    expect(told()).toEqual([
      'listing',
      '+a',
      '+b',
      'listing',
      '+a',
      '+b',
      '+c',
      'listed',
    ]);
  });

  it('asks for all in one piece where continuations keep growing too old', async () => {
    ['a', 'b', 'c'].forEach(name => put(name));
    api.expiredContinues = 99;
    void run();
    await until(() => told().includes('listed'));
    expect(told().slice(-5)).toEqual(['listing', '+a', '+b', '+c', 'listed']);
    expect(lists().at(-1)?.query.has('limit')).toBe(false);
  });

  it('opens a watch that ended where it was, without a list', async () => {
    put('a');
    void run();
    await until(() => api.openWatches === 1);
    api.endWatches();
    await until(() => api.openWatches === 1);
    put('b');
    await until(() => told().includes('+b'));
    expect(lists()).toHaveLength(1);
    expect(told()).toEqual(['listing', '+a', 'listed', '+b']);
  });

  it('misses nothing that happened while it was cut off', async () => {
    put('a');
    void run();
    await until(() => api.openWatches === 1);
    api.whileDeaf(() => {
      put('b');
      api.remove('deployments', 'shop', 'a');
    });
    await until(() => told().includes('-a'));
    expect(told().slice(3)).toEqual(['+b', '-a']);
  });

  it('goes on from a bookmark', async () => {
    put('a');
    void run();
    await until(() => api.openWatches === 1);
    api.put('pods', { metadata: { namespace: 'shop', name: 'p' } });
    api.bookmark();
    await until(() => told().includes('alive'));
    api.endWatches();
    await until(
      () => api.requests.filter(({ verb }) => verb === 'watch').length === 2,
    );
    expect(api.requests.at(-1)?.query.get('resourceVersion')).toBe('102');
  });

  it('lists anew where the API server has forgotten, so that what vanished is not missed', async () => {
    put('a');
    put('b');
    void run();
    await until(() => api.openWatches === 1);
    api.whileDeaf(() => {
      api.remove('deployments', 'shop', 'a');
      api.compact();
    });
    await until(() => told().filter(one => one === 'listed').length === 2);
    expect(told().slice(4)).toEqual(['listing', '+b', 'listed']);
  });

  it('takes an object out that is no longer of interest', async () => {
    put('a');
    void run();
    await until(() => api.openWatches === 1);
    put('a', { ignored: true });
    await until(() => told().includes('-a'));
    expect(told()).toEqual(['listing', '+a', 'listed', '-a']);
  });

  it('costs one object only where one cannot be read', async () => {
    put('a');
    put('broken', { broken: true });
    void run();
    await until(() => api.openWatches === 1);
    put('b', { broken: true });
    put('c');
    await until(() => told().includes('+c'));
    expect(told()).toEqual([
      'listing',
      '+a',
      'malformed',
      'listed',
      'malformed',
      '+c',
    ]);
    expect(events[2]).toMatchObject({
      object: { namespace: 'shop', name: 'broken' },
      reason: 'it is broken',
    });
  });

  it('opens the watch anew after half a line', async () => {
    put('a');
    void run();
    await until(() => api.openWatches === 1);
    put('b');
    await until(() => told().includes('+b'));
    api.whileDeaf(() => put('c'));
    await until(() => told().includes('+c'));
    api.send('deployments', '{"type":"MODIFIED","obj');
    api.endWatches();
    put('d');
    await until(() => told().includes('+d'));
    expect(told()).not.toContain('malformed');
  });

  it('opens a silent watch anew', async () => {
    put('a');
    void run({ timing: { ...FAST, watchSilenceMs: 40 } });
    await until(
      () => api.requests.filter(({ verb }) => verb === 'watch').length > 1,
    );
    put('b');
    await until(() => told().includes('+b'));
    expect(lists()).toHaveLength(1);
  });

  it('looks at one namespace where it is told to', async () => {
    put('a');
    api.put('deployments', { metadata: { namespace: 'other', name: 'x' } });
    void run({ namespace: 'shop' });
    await until(() => api.openWatches === 1);
    api.put('deployments', { metadata: { namespace: 'other', name: 'y' } });
    put('b');
    await until(() => told().includes('+b'));
    expect(told()).toEqual(['listing', '+a', 'listed', '+b']);
    expect(lists()[0].path).toBe('/apis/apps/v1/namespaces/shop/deployments');
  });

  it('ends at once where it is forbidden, and says so', async () => {
    api.forbids = ({ verb }) => verb === 'list';
    expect(await run()).toMatchObject({
      kind: 'permission',
      status: 403,
      message: expect.stringContaining('cannot list resource'),
    });
    expect(lists()).toHaveLength(1);
  });

  it.each([
    [{ type: 'status', status: 500 }, 'unreachable'],
    [{ type: 'html' }, 'protocol'],
    [{ type: 'halfJson' }, 'protocol'],
    [{ type: 'refuse' }, 'unreachable'],
    [{ type: 'stall' }, 'timeout'],
  ] as const)('gives up after some tries with %j', async (fault, kind) => {
    await api.upstream.misbehave(fault);
    const error = await run({
      timing: { ...FAST, maxFailures: 2, listSilenceMs: 30 },
    });
    expect(error).toMatchObject({ name: 'SourceFailure', kind });
    expect(String(error)).not.toContain(api.token);
  });

  it('survives an upstream that is down for a while', async () => {
    put('a');
    void run({ timing: { ...FAST, maxFailures: 1000 } });
    await until(() => api.openWatches === 1);
    await api.upstream.misbehave({ type: 'status', status: 503 });
    put('b');
    await api.upstream.recover();
    await until(() => told().includes('+b'));
    expect(lists()).toHaveLength(1);
  });

  it('ends with its signal, and leaves nothing open', async () => {
    void run();
    await until(() => api.openWatches === 1);
    stop.abort();
    expect(await ended).toBeUndefined();
    await until(() => api.openWatches === 0);
  });
});

function nameOf(object: unknown): string | undefined {
  const { metadata, broken, ignored } = object as {
    metadata: { name: string };
    broken?: boolean;
    ignored?: boolean;
  };
  if (broken) {
    throw new Error('it is broken');
  }
  return ignored ? undefined : metadata.name;
}
