import type { DeploymentOutcome } from '@throughline/plugin-delivery-common';
import type { DeploymentItem } from '@throughline/plugin-delivery-node';
import { objectKey } from '../objects/kinds';
import type { KustomizationFacts, Snapshot } from '../objects/facts';
import { desiredOfKustomization } from './desiredOfKustomization';
import type { UsedSource } from './sources';

/**
 * | lastReconciledStatus | here |
 * | --- | --- |
 * | ReconciliationSucceeded | succeeded |
 * | HealthCheckCanceled | cancelled |
 * | ReconciliationFailed, PruneFailed, ArtifactFailed, BuildFailed, HealthCheckFailed, DependencyNotReady | failed |
 * | Progressing, ProgressingWithRetry | running |
 * | anything else | unknown |
 */
const OUTCOMES: Readonly<Record<string, DeploymentOutcome>> = {
  ReconciliationSucceeded: 'succeeded',
  HealthCheckCanceled: 'cancelled',
  ReconciliationFailed: 'failed',
  PruneFailed: 'failed',
  ArtifactFailed: 'failed',
  BuildFailed: 'failed',
  HealthCheckFailed: 'failed',
  DependencyNotReady: 'failed',
  Progressing: 'running',
  ProgressingWithRetry: 'running',
};

/** How the reconciliation of a snapshot went. */
export function outcomeOf(status: string): DeploymentOutcome {
  return Object.hasOwn(OUTCOMES, status) ? OUTCOMES[status] : 'unknown';
}

/**
 * The deployments that a Kustomization remembers (since Flux 2.7): five snapshots at most, one for each content that
 * was applied and each way in which that went. So
 *
 * - the same content that fails later, after it had succeeded, is no deployment: health tells of it
 * - content that is applied again after another is only moved to the front. That it was applied again shows in the
 *   times, and is told as a deployment of its own; when it began is known only from below
 * - the revision of a snapshot is the newest one with that content: whoever asks after the next reconciliation cannot
 *   learn which one brought it. Both apply the same
 * - what was forgotten has no number, so that no gap can be counted
 */
export function kustomizationDeployments(
  facts: KustomizationFacts,
  source: UsedSource | undefined,
): DeploymentItem[] {
  const targetKey = objectKey(facts);
  const firsts = facts.history.filter(
    (snapshot, _, all) => !hadSucceededBefore(snapshot, all),
  );
  const items = firsts.map(snapshot => ({
    ...itemOf(facts, source, snapshot, targetKey),
    key: `${targetKey}@${idOf(snapshot)}@${snapshot.first ?? ''}`,
    ...(snapshot.first && { finishedAt: snapshot.first }),
  }));
  const again = appliedAgain(facts.history);
  return again
    ? [
        {
          ...itemOf(facts, source, again.snapshot, targetKey),
          key: `${targetKey}@${idOf(again.snapshot)}@after:${again.after}`,
          startedAt: justAfter(again.after),
          message: `Applied again at some time after ${again.after}; Flux does not remember when`,
        },
        ...items,
      ]
    : items;
}

function itemOf(
  facts: KustomizationFacts,
  source: UsedSource | undefined,
  snapshot: Snapshot,
  targetKey: string,
): Omit<DeploymentItem, 'key'> {
  const desired = desiredOfKustomization(facts, source, {
    revision: snapshot.revision,
    origin: snapshot.originRevision,
  }).map(({ available: _, ...each }) => each);
  const outcome = outcomeOf(snapshot.status);
  return {
    kind: 'deployment',
    targetKey,
    revisions: desired.map(({ revision }) => revision ?? ''),
    desired,
    outcome,
    actor: { name: 'Flux', automated: true },
    trigger: 'automated',
    ...(outcome !== 'succeeded' && { message: snapshot.status || 'no status' }),
  };
}

function hadSucceededBefore(
  { digest, first, status }: Snapshot,
  all: readonly Snapshot[],
): boolean {
  return all.some(
    other =>
      other.digest === digest &&
      other.status !== status &&
      outcomeOf(other.status) === 'succeeded' &&
      (other.first ?? '') <= (first ?? ''),
  );
}

/** The newest snapshot began before the one after it in the list ended: it was there, gone, and came back. */
function appliedAgain(
  history: readonly Snapshot[],
): { snapshot: Snapshot; after: string } | undefined {
  const [newest] = history;
  const previous = history.find(({ digest }) => digest !== newest?.digest);
  const isBack =
    newest?.first && previous?.last && newest.first < previous.last;
  return isBack ? { snapshot: newest, after: previous.last! } : undefined;
}

/** Times are whole seconds here: at the same one, what came after would stand before what it replaced. */
function justAfter(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : new Date(at + 1).toISOString();
}

function idOf({ digest, status }: Snapshot): string {
  return `${digest.replace(/^[a-z0-9]+:/, '').slice(0, 16)}:${status}`;
}
