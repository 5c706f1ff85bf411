import { mockServices } from '@backstage/backend-test-utils';
import type {
  DeliverySource,
  Interests,
  Observation,
  ObserveContext,
} from '@throughline/plugin-delivery-node';
import {
  applyObservations,
  NOTHING_OBSERVED,
  type ObservedState,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from '../fixtures/createFakeSource';
import { FakeGithub } from '../fixtures/FakeGithub';

describe('a pass that is cut short', () => {
  let github: FakeGithub;
  let interests: Interests;

  beforeEach(async () => {
    github = await FakeGithub.start();
    const shop = github.repository('acme/shop');
    const base = shop.commit({ files: ['api/main.go'] });
    shop.commit({ files: ['web/index.html'] });
    shop.checks.set(shop.head()!, 'SUCCESS');
    const fix = shop.commit({ branch: 'hotfix/1', parents: [base] });
    shop.addRun();
    shop.addRun({ status: 'in_progress', conclusion: null });
    const cart = github.repository('acme/cart');
    cart.checks.set(cart.commit(), 'FAILURE');
    cart.addPull();
    cart.addRun();
    cart.deploy('production', ['IN_PROGRESS', 'SUCCESS']);
    interests = interestIn(github, {
      'acme/shop': { paths: ['api', 'web'], revisions: [fix] },
      'acme/cart': {},
    });
  });

  afterEach(async () => {
    await github.upstream.close();
  });

  /** Takes what a pass tells, and cuts it short after so many observations. */
  async function take(
    source: DeliverySource,
    before: ObservedState,
    most: number,
    context: Partial<ObserveContext> = {},
  ): Promise<{ taken: Observation[]; ended: boolean }> {
    const abort = new AbortController();
    const taken: Observation[] = [];
    const iterator = source
      .observe({
        signal: abort.signal,
        logger: mockServices.logger.mock(),
        reason: 'scheduled',
        cursor: before.cursor,
        hints: [],
        countCall: () => {},
        interests,
        ...context,
      })
      [Symbol.asyncIterator]();
    while (taken.length < most) {
      const next = await iterator.next();
      if (next.done) {
        return { taken, ended: true };
      }
      taken.push(next.value);
    }
    await iterator.return?.();
    abort.abort();
    return { taken, ended: false };
  }

  const known = (state: ObservedState) =>
    [...state.items].map(([key, { item }]) => [key, item]).sort();

  const all = (taken: readonly Observation[]) => taken.length;
  const upToCheckpoint = (taken: readonly Observation[]) =>
    taken.length -
    [...taken].reverse().findIndex(one => one.type === 'checkpoint');

  it.each<[string, typeof all, { restarted: boolean }]>([
    ['all of it was stored', all, { restarted: false }],
    [
      'only what came before a checkpoint was stored',
      upToCheckpoint,
      { restarted: false },
    ],
    [
      'nothing but what was stored is known after a restart',
      upToCheckpoint,
      { restarted: true },
    ],
  ])(
    'is resumed, wherever that was, and nothing is lost: %s',
    async (_, stored, { restarted }) => {
      const whole = await take(
        createFakeSource(github),
        NOTHING_OBSERVED,
        Infinity,
      );
      const expected = known(applyObservations(NOTHING_OBSERVED, whole.taken));
      expect(expected.length).toBeGreaterThan(10);
      for (let most = 1; most <= whole.taken.length; most += 1) {
        const source = createFakeSource(github);
        const cut = await take(source, NOTHING_OBSERVED, most);
        const kept = cut.taken.some(one => one.type === 'checkpoint')
          ? cut.taken.slice(0, stored(cut.taken))
          : [];
        const half = applyObservations(NOTHING_OBSERVED, kept);
        const rest = await take(
          restarted ? createFakeSource(github) : source,
          half,
          Infinity,
        );
        expect(known(applyObservations(half, rest.taken))).toEqual(expected);
      }
    },
  );

  it('tells a run that ended meanwhile, though its end was told and not stored', async () => {
    const source = createFakeSource(github);
    const first = await take(source, NOTHING_OBSERVED, Infinity);
    const before = applyObservations(NOTHING_OBSERVED, first.taken);
    const run = github.repository('acme/shop').runs[0];
    Object.assign(run, {
      status: 'completed',
      conclusion: 'success',
      updated_at: new Date().toISOString(),
    });
    const hint: Partial<ObserveContext> = {
      reason: 'hint',
      hints: [{ subject: `${github.host}/acme/shop` }],
    };
    const second = await take(source, before, Infinity, hint);
    for (let most = 1; most <= second.taken.length; most += 1) {
      await take(source, before, most, hint);
      const again = await take(source, before, Infinity, hint);
      const statuses = known(applyObservations(before, again.taken)).flatMap(
        ([, item]) =>
          typeof item === 'object' && item.kind === 'run'
            ? item.status.status
            : [],
      );
      expect(statuses).not.toContain('running');
    }
  });

  it('tells runs whose jobs could not be read at first, though their list is unchanged', async () => {
    const source = createFakeSource(github);
    const [run] = github.repository('acme/cart').runs;
    const jobs = `/api/v3/repos/acme/cart/actions/runs/${run.id}/jobs`;
    github.overrides.set(jobs, { status: 422, body: { message: 'not now' } });
    const first = await take(source, NOTHING_OBSERVED, Infinity);
    github.overrides.delete(jobs);
    const before = applyObservations(NOTHING_OBSERVED, first.taken);
    const key = `run ${github.host}/acme/cart/runs/${run.id}`;
    expect(before.items.has(key)).toBe(false);
    const second = await take(source, before, Infinity, {
      reason: 'hint',
      hints: [{ subject: `${github.host}/acme/cart` }],
    });
    expect(applyObservations(before, second.taken).items.has(key)).toBe(true);
  });
});
