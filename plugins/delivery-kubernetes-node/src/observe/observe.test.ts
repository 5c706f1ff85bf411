import { KubernetesClient, TokenConnection } from '../client';
import { discoverResources } from '../discovery';
import { identityOf } from '../stream';
import { FakeKubernetes } from '../testing';
import { listLane, watchLane } from './followLane';
import { scopeOf, type ResourceLane } from './ResourceLane';
import { readScopesCursor, writeScopesCursor } from './ScopesCursor';
import { aliveTicks, changeTicks, servedTicks } from './ticks';
import { Wakeup } from './Wakeup';

const DEPLOYMENTS = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
  namespaced: true,
};

describe('a lane', () => {
  let fake: FakeKubernetes;
  let client: KubernetesClient;
  let lane: ResourceLane<string>;
  const abort = new AbortController();

  beforeEach(async () => {
    fake = await FakeKubernetes.start({ token: 'of-a-lane' });
    client = new KubernetesClient(
      new TokenConnection({
        server: fake.url,
        token: { get: async () => 'of-a-lane' },
      }),
    );
    const [resource] = await discoverResources(
      client,
      [{ group: 'apps', kind: 'Deployment' }],
      abort.signal,
    );
    lane = {
      scope: scopeOf(resource),
      resource,
      project: object => identityOf(object)?.identity.name,
    };
    fake.put('deployments', { metadata: { namespace: 'shop', name: 'web' } });
  });

  afterEach(() => fake.close());

  it('is listed once, and its watch goes on from there without another list', async () => {
    const run = { client, signal: abort.signal, timing: {} };
    const listed = [];
    for await (const { event } of listLane<string, ResourceLane<string>>(
      lane,
      run,
    )) {
      listed.push(event.type);
    }
    expect(listed).toEqual(['listing', 'applied', 'listed']);
    const watch = watchLane<string, ResourceLane<string>>(lane, run);
    const next = watch.next();
    fake.put('deployments', { metadata: { namespace: 'shop', name: 'api' } });
    expect((await next).value?.event).toEqual({ type: 'applied', item: 'api' });
    await watch.return(undefined);
    expect(fake.requests.filter(({ verb }) => verb === 'list')).toHaveLength(1);
  });

  it('that is refused says so, and is tried again after a while', async () => {
    fake.forbids = ({ verb }) => verb === 'list';
    const watch = watchLane<string, ResourceLane<string>>(lane, {
      client,
      signal: abort.signal,
      timing: { retryRefusedMs: 30 },
    });
    for (;;) {
      const { value } = await watch.next();
      if (value?.event.type === 'refused') {
        lane.refused = value.event.reason;
        break;
      }
    }
    expect(lane.refused).toMatch(/403/);
    fake.forbids = () => false;
    const events = [];
    for await (const { event } of watch) {
      events.push(event.type);
      if (event.type === 'listed') {
        break;
      }
    }
    expect(events).toEqual(['listing', 'applied', 'listed']);
  });
});

describe('ticks', () => {
  it('of changes come once for all that was gathered', async () => {
    const wakeup = new Wakeup();
    const abort = new AbortController();
    const ticks = changeTicks(wakeup, { gatherMs: 5 }, abort.signal);
    wakeup.notify();
    wakeup.notify();
    expect((await ticks.next()).value).toEqual({ tick: 'changes' });
    const second = ticks.next();
    const early = await Promise.race([
      second.then(() => 'came'),
      new Promise(resolve => setTimeout(resolve, 30, 'waits')),
    ]);
    expect(early).toBe('waits');
    abort.abort();
    await second;
  });

  it('of life ask the server only where nothing was heard', async () => {
    const asked: string[] = [];
    const client = {
      json: async ({ operation }: { operation: string }) => {
        asked.push(operation);
      },
    } as unknown as KubernetesClient;
    const heard = [true, true, false];
    const abort = new AbortController();
    const ticks = aliveTicks(client, { probeMs: 1 }, abort.signal, () =>
      Boolean(heard.shift()),
    );
    expect((await ticks.next()).value).toEqual({ tick: 'alive' });
    expect(heard).toEqual([]);
    expect(asked).toEqual(['probe']);
    abort.abort();
  });

  it('of what is served come where that has changed', async () => {
    const answers = [[DEPLOYMENTS], [DEPLOYMENTS], []];
    const ticks = servedTicks(
      async () => answers.shift() ?? [],
      [DEPLOYMENTS],
      { discoverMs: 1 },
      new AbortController().signal,
    );
    expect((await ticks.next()).value).toEqual({ tick: 'served' });
    expect(answers).toEqual([]);
  });
});

describe('the cursor of scopes', () => {
  it('is the same for the same content, and read back', () => {
    const text = writeScopesCursor({
      scopes: ['b', 'a'],
      problems: ['d', 'c'],
    });
    expect(text).toBe(
      writeScopesCursor({ scopes: ['a', 'b'], problems: ['c', 'd'] }),
    );
    expect(readScopesCursor(text)).toEqual({
      scopes: ['a', 'b'],
      problems: ['c', 'd'],
    });
  });

  it.each([undefined, '', 'x', '{}', '{"scopes":[1],"problems":[]}', 'null'])(
    'that cannot be read is none: %s',
    text => {
      expect(readScopesCursor(text)).toEqual({ scopes: [], problems: [] });
    },
  );
});
