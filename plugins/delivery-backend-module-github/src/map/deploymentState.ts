import type {
  DeploymentOutcome,
  TargetOperation,
} from '@throughline/plugin-delivery-common';

const OUTCOMES: Readonly<Record<string, DeploymentOutcome>> = {
  success: 'succeeded',
  active: 'succeeded',
  failure: 'failed',
  error: 'failed',
  pending: 'running',
  queued: 'running',
  waiting: 'running',
  in_progress: 'running',
};

/** Words for what runs no longer, and did once. */
const REPLACED = ['inactive', 'destroyed', 'abandoned'];

/** One status of a deployment, in lower case. */
export interface DeploymentStatusWord {
  state: string;
  createdAt: string;
}

/** How a deployment ended, and when. */
export interface DeploymentEnd {
  outcome: DeploymentOutcome;
  finishedAt?: string;
  /** The upstream's word. */
  raw: string;
}

/**
 * Judges a deployment by its statuses. `inactive` says that another one took its place, which is no outcome: what
 * came before it counts, and where nothing did, nothing is known.
 *
 * @param statuses - in any order
 * @param state - the deployment's own word, used where there is no status at all
 */
export function deploymentEnd(
  statuses: readonly DeploymentStatusWord[],
  state: string | undefined,
): DeploymentEnd {
  const telling = [...statuses]
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
    .filter(status => !REPLACED.includes(status.state));
  const last = telling[telling.length - 1];
  const raw = last?.state ?? state ?? 'pending';
  const outcome = Object.hasOwn(OUTCOMES, raw) ? OUTCOMES[raw] : 'unknown';
  // The last word may be repeated: the first of those is when it ended.
  let from = telling.length - 1;
  while (from > 0 && telling[from - 1].state === raw) {
    from -= 1;
  }
  return {
    outcome,
    raw,
    ...(last && (outcome === 'succeeded' || outcome === 'failed')
      ? { finishedAt: telling[from].createdAt }
      : {}),
  };
}

/** Whether a deployment was taken back, or another one took its place: its last word, whatever it was before. */
export function isReplaced(
  statuses: readonly DeploymentStatusWord[],
  state: string | undefined,
): boolean {
  const [last] = [...statuses].sort(
    (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt),
  );
  return REPLACED.includes(last?.state ?? state ?? '');
}

/** The same as the status of an operation on its target. */
export function operationStatus(end: DeploymentEnd): TargetOperation['status'] {
  if (end.raw === 'queued' || end.raw === 'pending' || end.raw === 'waiting') {
    return 'queued';
  }
  return end.outcome === 'cancelled' ? 'failed' : end.outcome;
}
