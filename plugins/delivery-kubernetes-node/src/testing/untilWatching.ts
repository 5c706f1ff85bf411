import type { FakeKubernetes } from './FakeKubernetes';

/**
 * Waits until a stand-in has so many watches open and no other was opened for a moment.
 *
 * @public
 */
export async function untilWatching(
  api: FakeKubernetes,
  atLeast = 1,
): Promise<void> {
  let before = -1;
  while (
    api.openWatches < atLeast ||
    (atLeast > 0 && api.openWatches !== before)
  ) {
    before = api.openWatches;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
