import type { Judged } from './judgement';

/**
 * How a deployment target fares. *Not observed* is a kind of `unknown`, with its reason.
 *
 * @public
 */
export type HealthStatus =
  | 'healthy'
  | 'progressing'
  | 'degraded'
  | 'suspended'
  | 'missing'
  | 'unknown';

/**
 * All health statuses, mildest first; the order in which {@link worstHealth} ranks them.
 * `unknown` outranks everything that is under way, so that a doubt is never hidden behind a green, but not
 * what is known to be broken.
 *
 * @public
 */
export const HEALTH_STATUSES: readonly HealthStatus[] = [
  'healthy',
  'suspended',
  'progressing',
  'unknown',
  'missing',
  'degraded',
];

/**
 * The health of several targets told as one: the worst of them, and unknown for none at all.
 *
 * @public
 */
export function worstHealth(
  statuses: Iterable<Judged<HealthStatus>>,
): Judged<HealthStatus> {
  let worst: Judged<HealthStatus> | undefined;
  for (const candidate of statuses) {
    if (!worst || rank(candidate) > rank(worst)) {
      worst = candidate;
    }
  }
  return worst ?? { status: 'unknown', reason: 'nothing was observed' };
}

function rank(judged: Judged<HealthStatus>): number {
  return HEALTH_STATUSES.indexOf(judged.status);
}
