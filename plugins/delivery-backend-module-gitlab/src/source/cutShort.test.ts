import { mockServices } from '@backstage/backend-test-utils';
import type {
  DeliverySource,
  Interests,
  Observation,
} from '@throughline/plugin-delivery-node';
import {
  observePass,
  applyObservations,
  NOTHING_OBSERVED,
  type ObservedState,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from '../fixtures/createFakeSource';
import { FakeGitlab } from '../fixtures/FakeGitlab';

describe('a pass that is cut short', () => {
  let gitlab: FakeGitlab;
  let interests: Interests;

  beforeEach(async () => {
    gitlab = await FakeGitlab.start();
    const shop = gitlab.project('acme/shop');
    const base = shop.commit({ files: ['api/main.go'] });
    shop.commit({ files: ['web/index.html'] });
    const fix = shop.commit({ branch: 'hotfix/1', parents: [base] });
    shop.addPipeline();
    shop.addPipeline({ status: 'running' });
    shop.addMergeRequest();
    shop.deploy('production');
    const cart = gitlab.project('acme/cart');
    cart.commit();
    cart.addPipeline();
    cart.deploy('review/x');
    cart.release('v1');
    interests = interestIn(gitlab, {
      'acme/shop': { paths: ['api', 'web'], revisions: [fix] },
      'acme/cart': {},
    });
  });

  afterEach(() => gitlab.upstream.close());

  /** Takes what a pass tells, and cuts it short after so many observations. */
  async function take(
    source: DeliverySource,
    before: ObservedState,
    most: number,
  ): Promise<{ state: ObservedState; ended: boolean }> {
    const taken: Observation[] = [];
    const pass = source.observe({
      signal: new AbortController().signal,
      logger: mockServices.logger.mock(),
      reason: 'scheduled',
      cursor: before.cursor,
      hints: [],
      countCall: () => {},
      interests,
    });
    for await (const one of pass) {
      if (taken.length === most) {
        return { state: applyObservations(before, taken), ended: false };
      }
      taken.push(one);
    }
    return { state: applyObservations(before, taken), ended: true };
  }

  const textOf = ({ items }: ObservedState) =>
    [...items].map(([id, { item }]) => `${id} ${JSON.stringify(item)}`).sort();

  it('is made good by the next one, wherever it was cut, by the same source or another', async () => {
    const whole = await observePass(createFakeSource(gitlab), interests);
    let cut = 0;
    for (let most = 0, ended = false; !ended; most += 1) {
      const source = createFakeSource(gitlab);
      const first = await take(source, NOTHING_OBSERVED, most);
      ({ ended } = first);
      cut += ended ? 0 : 1;
      for (const next of [source, createFakeSource(gitlab)]) {
        const after = await observePass(next, interests, first.state);
        expect(textOf(after)).toEqual(textOf(whole));
      }
    }
    expect(cut).toBeGreaterThan(20);
  });
});
