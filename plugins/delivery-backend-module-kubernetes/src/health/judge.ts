import type { HealthStatus, Judged } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';

/** Writes a judgement down, the upstream's text cleaned. */
export function judge(
  status: HealthStatus,
  reason?: string,
  raw?: string,
): Judged<HealthStatus> {
  const word = cleanMessage(raw ?? '', 80);
  const told = cleanMessage(reason ?? '', 240);
  return {
    status,
    ...(word && { raw: word }),
    ...(told && { reason: told }),
  };
}

/**
 * What holds for every workload before its own rules do: it is being deleted, or its controller has not looked at its
 * newest specification yet. What the status says is then about an older one.
 */
export function judgeFreshness(workload: {
  deletionTimestamp?: string | null;
  generation?: number;
  observedGeneration?: number;
}): Judged<HealthStatus> | undefined {
  if (workload.deletionTimestamp) {
    return judge('progressing', 'it is being deleted', 'Terminating');
  }
  if (workload.observedGeneration === undefined) {
    return judge('progressing', 'its controller has not looked at it yet');
  }
  if (
    workload.generation !== undefined &&
    workload.observedGeneration < workload.generation
  ) {
    return judge(
      'progressing',
      'its controller has not looked at the newest change yet',
    );
  }
  return undefined;
}
