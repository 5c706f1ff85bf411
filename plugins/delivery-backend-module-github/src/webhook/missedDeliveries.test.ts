import {
  itemsOf,
  observePass,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from '../fixtures/createFakeSource';
import { FakeGithub } from '../fixtures/FakeGithub';
import { MissedDeliveries } from './MissedDeliveries';

const hook = { host: 'github.com', organization: 'acme', hookId: 7 };

describe('deliveries that were missed', () => {
  let github: FakeGithub;
  const path = '/api/v3/orgs/acme/hooks/7/deliveries';
  const lookedInto = () =>
    github.count(call => call.path.startsWith(`${path}/`));

  beforeEach(async () => {
    github = await FakeGithub.start();
  });

  afterEach(async () => {
    await github.upstream.close();
  });

  it('are looked into once, and what they told of until it could be told', async () => {
    const repository = github.repository('acme/shop');
    repository.commit();
    const id = repository.addRun();
    const source = createFakeSource(github, {
      webhook: {
        secrets: [],
        organizationHooks: [{ ...hook, host: github.host }],
      },
    });
    const interests = interestIn(github, { 'acme/shop': {} });
    github.overrides.set(path, { status: 200, body: [] });
    const before = await observePass(source, interests);

    // It was run again on a branch of which the sweep sees nothing, and the delivery of that failed.
    Object.assign(repository.runs[0], {
      conclusion: 'failure',
      updated_at: new Date().toISOString(),
    });
    const runs = '/api/v3/repos/acme/shop/actions/runs';
    const restarted = createFakeSource(github, {
      webhook: {
        secrets: [],
        organizationHooks: [{ ...hook, host: github.host }],
      },
    });
    github.overrides.set(path, {
      status: 200,
      body: [
        { id: 1, guid: 'failed', status_code: 502 },
        { id: 3, guid: 'fine', status_code: 502 },
        { id: 4, guid: 'fine', status_code: 200 },
      ],
    });
    github.overrides.set(`${path}/1`, {
      status: 200,
      body: {
        request: { payload: { repository: { html_url: repository.url } } },
      },
    });
    github.overrides.set(runs, { status: 500, body: {} });
    const troubled = await observePass(restarted, interests, before);
    expect(itemsOf(troubled, 'run')[0].status.status).toBe('succeeded');
    expect(lookedInto()).toBe(1);

    github.overrides.delete(runs);
    const after = await observePass(restarted, interests, troubled);
    expect(itemsOf(after, 'run')).toMatchObject([
      {
        key: expect.stringContaining(String(id)),
        status: { status: 'failed' },
      },
    ]);
    expect(lookedInto()).toBe(1);
  });

  it('are looked for again after a while, and at once where that failed', () => {
    let now = 0;
    const missed = new MissedDeliveries(() => now);
    expect(missed.isDue(hook)).toBe(true);
    missed.looked(hook);
    expect(missed.isDue(hook)).toBe(false);
    expect(missed.isDue({ ...hook, hookId: 8 })).toBe(true);
    now += 10 * 60_000;
    expect(missed.isDue(hook)).toBe(true);
  });

  it('are given up where a repository fails again and again, and where nobody wants it', () => {
    const missed = new MissedDeliveries();
    missed.add('one', 'github.com/acme/shop');
    missed.add('two', 'github.com/acme/till');
    missed.add('three', undefined);
    expect(missed.knows('three')).toBe(true);
    missed.keep(new Set(['github.com/acme/shop']));
    expect(missed.open()).toEqual(['github.com/acme/shop']);
    for (let tries = 0; tries < 9; tries += 1) {
      missed.inVain('github.com/acme/shop');
    }
    expect(missed.open()).toHaveLength(1);
    missed.inVain('github.com/acme/shop');
    expect(missed.open()).toEqual([]);
  });
});
