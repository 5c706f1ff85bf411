import type { SourceDetails } from '@throughline/plugin-delivery-common';
import { CurrentFreshness } from './CurrentFreshness';

const STARTED = '2026-11-01T10:00:00.000Z';

const status = (state: SourceDetails['state']): SourceDetails => ({
  id: 'argocd:prod',
  system: 'argocd',
  title: 'prod',
  state,
  strategy: 'watch',
  counts: {},
  malformed: [],
  malformedCount: 0,
  problems: [],
});

describe('CurrentFreshness', () => {
  it('says of a page what its sources say at present', async () => {
    let statuses = [status('fresh')];
    const current = new CurrentFreshness(
      { statuses: async () => statuses },
      STARTED,
    );
    const sources = JSON.stringify({
      all: ['argocd:prod'],
      build: [],
      shared: false,
    });
    const fresh = await current.ofPage(sources);
    expect(fresh).toMatchObject({
      anyStale: false,
      statuses: [{ id: 'argocd:prod', state: 'fresh' }],
    });
    expect(await current.ofPage(sources)).toBe(fresh);

    statuses = [status('stale')];
    const stale = await current.ofPage(sources);
    expect(stale).toMatchObject({
      anyStale: true,
      statuses: [{ id: 'argocd:prod', state: 'stale' }],
    });
    expect(stale.hash).not.toBe(fresh.hash);
    expect((await current.get()).staleSince('argocd:prod')).toBe(STARTED);
  });
});
