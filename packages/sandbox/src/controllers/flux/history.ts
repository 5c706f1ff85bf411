import { timestamp } from '../../kubernetes/json';

const LIMIT = 5;

/** One entry of a Kustomization's history. */
export interface Snapshot {
  digest: string;
  firstReconciled: string;
  lastReconciled: string;
  lastReconciledDuration: string;
  lastReconciledStatus: string;
  totalReconciliations: number;
  metadata: { revision: string };
}

/**
 * A history after a reconciliation: what had the same content and the same end moves to the front, and only counts on.
 */
export function withSnapshot(
  history: readonly Snapshot[],
  done: {
    digest: string;
    status: string;
    revision: string;
    at: Date;
    seconds: number;
  },
): Snapshot[] {
  const isSame = (one: Snapshot) =>
    one.digest === done.digest && one.lastReconciledStatus === done.status;
  const before = history.find(isSame);
  const now = timestamp(done.at);
  const newest: Snapshot = {
    digest: done.digest,
    firstReconciled: before?.firstReconciled ?? now,
    lastReconciled: now,
    lastReconciledDuration: `${done.seconds.toFixed(3)}s`,
    lastReconciledStatus: done.status,
    totalReconciliations: (before?.totalReconciliations ?? 0) + 1,
    metadata: { revision: done.revision },
  };
  return [newest, ...history.filter(one => !isSame(one))].slice(0, LIMIT);
}
