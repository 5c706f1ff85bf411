import {
  applyObservations,
  NOTHING_OBSERVED,
  observeSource,
  type RunningObservation,
} from '@throughline/plugin-delivery-node/testing';
import type { ObservedItem } from '@throughline/plugin-delivery-node';
import type { ArgocdInstance } from '../config/readArgocdInstances';
import { createArgocdSource } from '../createArgocdSource';
import { wellApplication } from '../__testUtils__/applications';
import { FakeArgocd } from '../__testUtils__/FakeArgocd';
import type { ObserveTimes } from './observeApplications';
import { plainHttp } from '../__testUtils__/plainHttp';

const interests = { version: '1', repositories: [], images: [], pipelines: [] };

describe('observing applications', () => {
  let fake: FakeArgocd;
  let running: RunningObservation | undefined;

  beforeEach(async () => {
    fake = await FakeArgocd.start();
  });
  afterEach(async () => {
    running?.abort();
    await running?.ended();
    await fake.upstream.close();
  });

  function observe(
    instance: Partial<ArgocdInstance> = {},
    times: Partial<ObserveTimes> = {},
  ) {
    running = observeSource(
      createArgocdSource(
        {
          name: 'one',
          title: 'One',
          url: fake.url,
          credentials: {
            type: 'token',
            token: { get: async () => 'fixed-token-0123456789' },
          },
          resyncMs: 60_000,
          http: plainHttp(),
          unverified: false,
          ...instance,
        },
        {
          gatherMs: 5,
          settleMs: 50,
          probeMs: 5_000,
          maxSilenceMs: 60_000,
          ...times,
        },
      ),
      { interests },
    );
    return running;
  }

  const known = (one: RunningObservation) =>
    applyObservations(NOTHING_OBSERVED, one.observations);
  const keysOf = (one: RunningObservation) =>
    [...known(one).items.keys()].filter(id => id.startsWith('target')).sort();
  const told = (one: RunningObservation, kind: ObservedItem['kind']) =>
    one.observations.flatMap(observation =>
      observation.type === 'observed'
        ? observation.items.filter(item => item.kind === kind)
        : [],
    );
  const listed = (one: RunningObservation) =>
    one.until(soFar => soFar.some(({ type }) => type === 'listed'));

  it('keeps two applications of one name in two namespaces apart', async () => {
    fake.set(wellApplication('web', 'team-a'));
    fake.set(wellApplication('web', 'team-b'));
    const one = observe();
    await listed(one);
    expect(keysOf(one)).toEqual(['target team-a/web', 'target team-b/web']);
  });

  it('tells each deployment once, however often the application changes', async () => {
    const app = wellApplication('web');
    fake.set(app);
    const one = observe();
    await listed(one);
    fake.set({
      ...app,
      status: { ...app.status, health: { status: 'Degraded' } },
    });
    await one.until(() => told(one, 'target').length === 2);
    expect(told(one, 'deployment')).toHaveLength(1);
  });

  it('tells a deployment from its start to its end as one', async () => {
    const app = wellApplication('web');
    fake.set(app);
    const one = observe();
    await listed(one);
    const startedAt = '2026-02-01T10:00:00Z';
    const state = { startedAt, operation: { sync: {} } };
    fake.set({
      ...app,
      status: { ...app.status, operationState: { ...state, phase: 'Running' } },
    });
    await one.until(() => told(one, 'deployment').length === 2);
    fake.set({
      ...app,
      status: {
        ...app.status,
        operationState: { ...state, phase: 'Succeeded' },
        history: [
          ...app.status.history,
          {
            id: 1,
            revision: 'b'.repeat(40),
            deployStartedAt: startedAt,
            deployedAt: '2026-02-01T10:00:04Z',
          },
        ],
      },
    });
    await one.until(() => told(one, 'deployment').length === 3);
    const [, second, third] = told(one, 'deployment');
    expect(second).toMatchObject({ outcome: 'running' });
    expect(third).toMatchObject({ outcome: 'succeeded', key: second.key });
  });

  it('tells the deployments of an application anew that was made anew', async () => {
    const app = wellApplication('web');
    fake.set(app);
    const one = observe();
    await listed(one);
    fake.set({ ...app, metadata: { ...app.metadata, uid: 'another' } });
    await one.until(() => told(one, 'deployment').length === 2);
    expect(told(one, 'deployment')).toHaveLength(2);
  });

  it('finds what the stream lost by comparing with a list', async () => {
    fake.set(wellApplication('gone'));
    fake.set(wellApplication('changed'));
    const one = observe({ resyncMs: 30 });
    await listed(one);
    fake.tells = false;
    fake.delete('argocd/gone');
    const changed = wellApplication('changed');
    changed.status.health.status = 'Degraded';
    fake.set(changed);
    fake.set(wellApplication('new'));
    await one.until(() => {
      const { items } = known(one);
      const item = items.get('target argocd/changed')?.item;
      return (
        !items.has('target argocd/gone') &&
        items.has('target argocd/new') &&
        item?.kind === 'target' &&
        item.health.status === 'degraded'
      );
    });
    expect(keysOf(one)).toEqual(['target argocd/changed', 'target argocd/new']);
  });

  it('asks for nothing one by one while the stream and the list agree', async () => {
    fake.set(wellApplication('web'));
    const one = observe({ resyncMs: 20 });
    const lists = () =>
      fake.requests.filter(line => line.endsWith('/applications'));
    await listed(one);
    await one.until(
      soFar => soFar.filter(o => o.type === 'problem').length > 3,
    );
    expect(lists().length).toBeGreaterThan(3);
    expect(fake.requests).not.toContain('GET /api/v1/applications/web');
  });

  it('notices what leaves the selector, of which the stream says nothing', async () => {
    const app = wellApplication('web');
    fake.set(app);
    const one = observe({ selector: 'team=shop', resyncMs: 30 });
    await listed(one);
    fake.set({ ...app, metadata: { ...app.metadata, labels: {} } });
    await one.until(() => keysOf(one).length === 0);
    expect(keysOf(one)).toEqual([]);
  });

  it('collects the namespaces that it is told to, and no others', async () => {
    fake.set(wellApplication('web', 'team-a'));
    fake.set(wellApplication('web', 'team-b'));
    fake.set(wellApplication('web', 'team-c'));
    const one = observe({ namespaces: ['team-a', 'team-b'] });
    await listed(one);
    expect(keysOf(one)).toEqual(['target team-a/web', 'target team-b/web']);
  });

  it('asks one by one for what a silent stream did not tell', async () => {
    fake.replays = false;
    fake.set(wellApplication('web'));
    const one = observe();
    await listed(one);
    expect(keysOf(one)).toEqual(['target argocd/web']);
  });

  it('does not take an application for gone that it may not look at', async () => {
    fake.replays = false;
    // The list tells no project of it, and without one the fake answers 403.
    fake.set({ ...wellApplication('web'), spec: {} });
    jest.spyOn(fake.apps, 'get').mockReturnValue(undefined);
    const one = observe();
    await listed(one);
    expect(one.observations).toContainEqual(
      expect.objectContaining({
        type: 'malformed',
        item: expect.objectContaining({ key: 'argocd/web' }),
      }),
    );
  });

  it('says that it sees nothing, as Argo CD says no more to those without rights', async () => {
    const one = observe();
    await listed(one);
    expect([...known(one).problems.values()].join()).toContain(
      'shows no application at all',
    );
    fake.set(wellApplication('web'));
    await one.until(() => keysOf(one).length === 1);
  });

  it('ends with the error that the stream tells', async () => {
    fake.set(wellApplication('web'));
    const one = observe();
    await listed(one);
    fake.say(
      '{"error":{"grpc_code":14,"http_code":503,"message":"transport is closing"}}',
    );
    expect(await one.ended()).toMatchObject({
      name: 'SourceFailure',
      kind: 'unreachable',
      message: expect.stringContaining('transport is closing'),
    });
  });

  it('says no `listed` where the stream ends before it told all', async () => {
    fake.replays = false;
    fake.set(wellApplication('web'));
    const one = observe({}, { settleMs: 5_000 });
    await one.until(
      soFar =>
        fake.streams.size > 0 && soFar.some(({ type }) => type === 'problem'),
    );
    fake.streams.forEach(({ response }) => response.end());
    expect(await one.ended()).toMatchObject({ kind: 'unreachable' });
    expect(one.observations.map(({ type }) => type)).not.toContain('listed');
  });

  it('takes signs of life for what they are, and their end for a silence', async () => {
    fake.set(wellApplication('web'));
    const one = observe({}, { probeMs: 30, maxSilenceMs: 60 });
    await listed(one);
    fake.keepAlive();
    await one.until(soFar => soFar.some(({ type }) => type === 'alive'));
    expect(await one.ended()).toMatchObject({ kind: 'timeout' });
  });

  it('asks a server that gives no signs of life for one', async () => {
    const one = observe({}, { probeMs: 10, maxSilenceMs: 20 });
    await one.until(
      soFar => soFar.filter(({ type }) => type === 'alive').length > 2,
    );
    expect(fake.requests).toContain('GET /api/version');
  });

  it('goes on after something that it cannot read, and notices its end', async () => {
    fake.set(wellApplication('web'));
    const one = observe();
    await listed(one);
    fake.set({ ...wellApplication('web'), status: { health: 'well' } });
    await one.until(soFar => soFar.some(({ type }) => type === 'malformed'));
    expect(keysOf(one)).toEqual(['target argocd/web']);
    fake.delete('argocd/web');
    await one.until(() => keysOf(one).length === 0);
    expect(keysOf(one)).toEqual([]);
  });
});
