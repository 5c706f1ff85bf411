import assert from 'node:assert/strict';
import {
  MAX_BATCH,
  type DeliverySource,
  type ItemRef,
  type ObserveContext,
  type Observation,
  type ObservedItem,
} from '../../contract';
import {
  applyObservations,
  itemId,
  NOTHING_OBSERVED,
  type ObservedState,
} from '../applyObservations';
import type { ProviderHarness } from '../harness';
import { observeSource, type RunningObservation } from '../observeSource';

/**
 * Whether all was told that exists: what the harness says, or else that every listing that was begun is listed.
 */
export function isComplete(
  harness: ProviderHarness,
  observations: readonly Observation[],
): boolean {
  if (harness.isComplete) {
    return harness.isComplete(observations);
  }
  const begun = observations.filter(one => one.type === 'listing').length;
  const listed = observations.filter(one => one.type === 'listed').length;
  return begun > 0 && begun === listed;
}

/** Starts a source that is new, as after a restart. */
export function start(
  harness: ProviderHarness,
  context: Partial<ObserveContext> = {},
): RunningObservation {
  return observeSource(harness.createSource(), {
    interests: harness.interests(),
    ...context,
  });
}

/** One whole pass of a new source, which must not fail. */
export function pass(
  harness: ProviderHarness,
  context: Partial<ObserveContext> = {},
): Promise<RunningObservation> {
  const interests = harness.interests();
  return passOf(harness, harness.createSource(), { interests, ...context });
}

/** One whole pass of a source, which must not fail. */
export async function passOf(
  harness: ProviderHarness,
  source: DeliverySource,
  context: Parameters<typeof observeSource>[1],
): Promise<RunningObservation> {
  const running = observeSource(source, context);
  if (source.strategy === 'watch') {
    await running.until(soFar => isComplete(harness, soFar));
    running.abort();
    await running.ended();
  } else {
    const error = await running.ended();
    assert.equal(error, undefined, `the pass failed: ${error}`);
  }
  assert.ok(
    isComplete(harness, running.observations),
    'the pass did not tell all that exists',
  );
  return running;
}

/** One whole pass, and what is known after it. */
export async function collect(
  harness: ProviderHarness,
  state: ObservedState = NOTHING_OBSERVED,
  context: Partial<ObserveContext> = {},
): Promise<ObservedState> {
  const { observations } = await pass(harness, {
    cursor: state.cursor,
    ...context,
  });
  return applyObservations(state, observations);
}

export function observedItems(
  observations: readonly Observation[],
): ObservedItem[] {
  return observations.flatMap(one => {
    if (one.type !== 'observed') {
      return [];
    }
    assert.ok(
      one.items.length <= MAX_BATCH,
      `a batch holds ${one.items.length} items, and ${MAX_BATCH} are allowed`,
    );
    return one.items;
  });
}

export function assertKnown(state: ObservedState, refs: readonly ItemRef[]) {
  const lacking = refs.filter(ref => !state.items.has(itemId(ref)));
  assert.deepEqual(lacking.map(itemId), [], 'items that exist are not known');
}

export function assertGone(state: ObservedState, ref: ItemRef) {
  assert.ok(
    !state.items.has(itemId(ref)),
    `${itemId(ref)} has vanished upstream and is still known`,
  );
}

/** The items as text, byte for byte, without history, which outlives what it tells of. */
export function textOf(state: ObservedState): Record<string, string> {
  return Object.fromEntries(
    [...state.items]
      .filter(([, { item }]) => item.kind !== 'deployment')
      .map(([id, { item }]) => [id, JSON.stringify(item)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
