import assert from 'node:assert/strict';
import {
  SourceFailure,
  type DeliverySource,
  type Observation,
  type ObserveContext,
} from '../../contract';
import {
  applyObservations,
  itemId,
  NOTHING_OBSERVED,
} from '../applyObservations';
import type { ContractCheck, ProviderHarness, UpstreamFault } from '../harness';
import { observeSource, type RunningObservation } from '../observeSource';
import { assertKnown, collect, pass, passOf, start, textOf } from './steps';

/** What the kit waits for in place of a long `maxSilenceMs`: the backend's abort is what must end a hang. */
const MAX_WAIT_MS = 1_500;

const wholeFaults: { fault: UpstreamFault; says: string; kinds: string[] }[] = [
  {
    fault: { type: 'status', status: 500 },
    says: 'an upstream that answers 500',
    kinds: ['unreachable', 'protocol'],
  },
  {
    fault: { type: 'status', status: 401 },
    says: 'credentials that are refused',
    kinds: ['authentication'],
  },
  {
    fault: { type: 'status', status: 403 },
    says: 'a right that is missing',
    kinds: ['permission', 'authentication'],
  },
  {
    fault: { type: 'status', status: 429 },
    says: 'a rate limit',
    kinds: ['rateLimit'],
  },
  {
    fault: { type: 'html' },
    says: 'a page in place of JSON',
    kinds: ['protocol'],
  },
  {
    fault: { type: 'halfJson' },
    says: 'half of a JSON',
    kinds: ['protocol', 'unreachable'],
  },
  {
    fault: { type: 'refuse' },
    says: 'a connection that is refused',
    kinds: ['unreachable'],
  },
];

/** What holds while the upstream misbehaves. */
export const faultChecks: readonly ContractCheck[] = [
  ...wholeFaults.map(
    ({ fault, says, kinds }): ContractCheck => ({
      name: `says so and removes nothing on ${says}`,
      needs: [fault.type],
      async run(harness) {
        const refs = await harness.upstream.add(2);
        const before = await collect(harness);
        await harness.upstream.misbehave(fault);
        const running = await attempt(harness, before.cursor);
        const error = await running.ended();
        assertNothingLost(before, running.observations);
        assertFailedAs(error, kinds);
        await harness.upstream.recover();
        assertKnown(await collect(harness, before), refs);
      },
    }),
  ),
  {
    name: 'says so when credentials that were good are refused, and is well again once they are not',
    needs: ['status'],
    async run(harness) {
      const refs = await harness.upstream.add(2);
      const source = harness.createSource();
      const interests = harness.interests();
      const before = applyObservations(
        NOTHING_OBSERVED,
        (await passOf(harness, source, { interests })).observations,
      );
      const { cursor } = before;
      await harness.upstream.misbehave({ type: 'status', status: 401 });
      const running = await attemptOf(source, { interests, cursor });
      assertNothingLost(before, running.observations);
      assertFailedAs(await running.ended(), ['authentication']);
      await harness.upstream.recover();
      const after = await passOf(harness, source, { interests, cursor });
      assertKnown(applyObservations(before, after.observations), refs);
    },
  },
  ...(['hang', 'stall'] as const).map(
    (type): ContractCheck => ({
      name:
        type === 'hang'
          ? 'does not outlive its deadline when the upstream hangs'
          : 'does not outlive its deadline when an answer never ends',
      needs: [type],
      async run(harness) {
        await harness.upstream.add(2);
        const before = await collect(harness);
        await harness.upstream.misbehave({ type });
        const running = await attempt(harness, before.cursor);
        await running.ended();
        assertNothingLost(before, running.observations);
      },
    }),
  ),
  {
    name: 'says no `listed` of a listing that was broken off',
    needs: ['breakOff'],
    async run(harness) {
      await harness.upstream.add(harness.upstream.pageSize + 3);
      const before = await collect(harness);
      await harness.upstream.misbehave({ type: 'breakOff' });
      const running = await attempt(harness, undefined);
      const error = await running.ended();
      assertNothingLost(before, running.observations);
      assertToldOf(error, running.observations);
    },
  },
  {
    name: 'loses one item only to a malformed one, and names it',
    needs: ['malform'],
    async run(harness) {
      const [bad, ...others] = await harness.upstream.add(3);
      const before = await collect(harness);
      await harness.upstream.malform(bad);
      const fresh = await pass(harness);
      assertKnown(
        applyObservations(
          { items: new Map(), problems: new Map() },
          fresh.observations,
        ),
        others,
      );
      const named = fresh.observations.some(
        one =>
          one.type === 'malformed' &&
          one.reason !== '' &&
          (one.item.key === bad.key || one.item.description.includes(bad.key)),
      );
      assert.ok(named, `no 'malformed' names ${itemId(bad)}`);
      const after = applyObservations(before, fresh.observations);
      assertKnown(after, [bad, ...others]);
    },
  },
  {
    name: 'ends promptly when it is aborted',
    needs: [],
    async run(harness) {
      await harness.upstream.add(3);
      const running = start(harness);
      await running.until(soFar => soFar.length > 0);
      running.abort();
      await running.ended();
      assert.ok(running.observations.length > 0);
    },
  },
  {
    name: 'does not begin when it is aborted before',
    needs: [],
    async run(harness) {
      await harness.upstream.add(1);
      const running = start(harness, { signal: AbortSignal.abort() });
      await running.ended();
      assert.ok(!running.observations.some(one => one.type === 'listed'));
    },
  },
  {
    name: 'ends promptly when it is aborted while the upstream hangs',
    needs: ['hang'],
    async run(harness) {
      await harness.upstream.add(1);
      await harness.upstream.misbehave({ type: 'hang' });
      const running = start(harness);
      await new Promise(resolve => setTimeout(resolve, 50));
      running.abort();
      await running.ended();
      assert.ok(!running.observations.some(one => one.type === 'listed'));
    },
  },
];

/**
 * An observation that is expected to fail, under the backend's rule: aborted when it has been silent for too long.
 */
function attempt(
  harness: ProviderHarness,
  cursor: string | undefined,
): Promise<RunningObservation> {
  const interests = harness.interests();
  return attemptOf(harness.createSource(), { interests, cursor });
}

async function attemptOf(
  source: DeliverySource,
  context: Pick<ObserveContext, 'interests' | 'cursor'>,
): Promise<RunningObservation> {
  const running = observeSource(source, context);
  const silence = Math.min(source.maxSilenceMs, MAX_WAIT_MS);
  const timer = setTimeout(() => running.abort(), silence);
  await running.ended();
  clearTimeout(timer);
  return running;
}

function assertNothingLost(
  before: ReturnType<typeof applyObservations>,
  observations: readonly Observation[],
) {
  assert.deepEqual(
    Object.keys(textOf(applyObservations(before, observations))),
    Object.keys(textOf(before)),
    'an upstream that could not be read made items vanish',
  );
}

/** A failure is told by an error, or by a problem where it is a part's only. */
function assertToldOf(error: unknown, observations: readonly Observation[]) {
  if (
    !observations.some(
      one => one.type === 'problem' && one.reason !== undefined,
    )
  ) {
    assertFailedAs(error);
  }
}

/** What the whole upstream fails of is told as that: as problems of its parts it would look like a source that is well. */
function assertFailedAs(error: unknown, kinds?: readonly string[]) {
  assert.ok(
    error instanceof SourceFailure,
    `the failure was not told as a SourceFailure but as ${error}`,
  );
  assert.ok(
    !kinds || kinds.includes(error.kind),
    `the failure is told as '${error.kind}', not as ${kinds?.join(' or ')}: ${
      error.message
    }`,
  );
  assert.notEqual(error.message, '');
}
