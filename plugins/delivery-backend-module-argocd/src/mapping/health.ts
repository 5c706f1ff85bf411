import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { HealthStatus, Judged } from '@throughline/plugin-delivery-common';
import type { Application, ArgoResource } from '../api/schemas';

/**
 * | Argo CD | here |
 * | --- | --- |
 * | Healthy, Progressing, Degraded, Suspended, Missing | the same word |
 * | Unknown | unknown |
 * | absent, empty (a new application) | unknown |
 * | anything else | unknown |
 */
const HEALTH: Readonly<Record<string, HealthStatus>> = {
  Healthy: 'healthy',
  Progressing: 'progressing',
  Degraded: 'degraded',
  Suspended: 'suspended',
  Missing: 'missing',
};

/**
 * The health of an application. Two things make it less green than Argo CD's word: when the cluster cannot be read,
 * Argo CD goes on saying Healthy of what it does not see; and what is being deleted is on its way out.
 */
export function mapHealth(application: Application): Judged<HealthStatus> {
  const { status, metadata } = application;
  const raw = status?.health?.status;
  const said = raw === undefined ? {} : { raw };
  const unseen = status?.conditions?.find(
    ({ type, message }) =>
      type === 'ComparisonError' && /live state/i.test(message ?? ''),
  );
  if (unseen) {
    return {
      status: 'unknown',
      ...said,
      reason: `not observed: ${cleanMessage(unseen.message ?? '', 200)}`,
    };
  }
  if (raw === undefined) {
    return { status: 'unknown', reason: 'Argo CD has not judged it yet' };
  }
  const mapped = Object.hasOwn(HEALTH, raw) ? HEALTH[raw] : undefined;
  if (!mapped) {
    return {
      status: 'unknown',
      raw,
      reason:
        reasonOf(application) ??
        (raw === 'Unknown'
          ? 'Argo CD cannot tell'
          : 'Argo CD used a word that is not known here'),
    };
  }
  if (metadata.deletionTimestamp && mapped === 'healthy') {
    return { status: 'progressing', raw, reason: 'it is being deleted' };
  }
  const reason = mapped === 'healthy' ? undefined : reasonOf(application);
  return { status: mapped, raw, ...(reason ? { reason } : {}) };
}

/** Argo CD's own words, or else those of the resource that brings the whole down. */
function reasonOf({ status }: Application): string | undefined {
  if (status?.health?.message) {
    return cleanMessage(status.health.message);
  }
  const culprit = (status?.resources ?? []).find(
    resource =>
      resource.health?.message &&
      resource.health.status === status?.health?.status,
  );
  return culprit && cleanMessage(wordsOf(culprit));
}

function wordsOf({ kind, name, health }: ArgoResource): string {
  return `${kind} ${name}: ${health?.message}`;
}
