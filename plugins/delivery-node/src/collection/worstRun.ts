import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';

/** From what matters most to what matters least. */
const ORDER: readonly RunStatus[] = [
  'failed',
  'unknown',
  'waiting',
  'running',
  'queued',
  'cancelled',
  'succeeded',
  'skipped',
];

/**
 * The status of several runs or checks told as one: what stands in the way comes first, so that a success hides
 * nothing. Undefined for none at all.
 *
 * @public
 */
export function worstRun(
  statuses: Iterable<Judged<RunStatus>>,
): Judged<RunStatus> | undefined {
  let worst: Judged<RunStatus> | undefined;
  for (const judged of statuses) {
    if (!worst || ORDER.indexOf(judged.status) < ORDER.indexOf(worst.status)) {
      worst = judged;
    }
  }
  return worst;
}
