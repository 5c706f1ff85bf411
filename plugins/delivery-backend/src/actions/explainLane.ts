import type {
  DeploymentView,
  Lane,
  TargetView,
  VitalsView,
  WorkloadView,
} from '@throughline/plugin-delivery-common';

/** Something that tells why an environment is not well. */
export interface Finding {
  /** What it is about: a target, a workload, a monitoring system. */
  about: string;
  says: string;
}

/**
 * All that was observed and speaks against an environment's being well, the most telling first. Nothing is concluded
 * from it.
 *
 * @param last - its newest deployment
 */
export function explainLane(
  lane: Lane,
  last: DeploymentView | undefined,
): Finding[] {
  return [
    ...lane.targets.flatMap(ofTarget),
    ...(lane.vitals ?? []).flatMap(ofVitals),
    ...ofDeployment(last),
    ...(lane.staleSince
      ? [
          {
            about: lane.environment.name,
            says: `a source has not been heard of since ${lane.staleSince}: what is told is the last known`,
          },
        ]
      : []),
  ];
}

function ofTarget(target: TargetView): Finding[] {
  const about = `${target.resource} ${target.name}`;
  const says: (string | undefined)[] = [
    judgement('health', target.health, ['healthy']),
    judgement('sync', target.sync, ['synced']),
    target.operation?.status === 'failed'
      ? `its last ${target.operation.type} failed${because(
          target.operation.message,
        )}`
      : undefined,
    ...(target.conditions ?? [])
      .filter(({ severity }) => severity !== 'info')
      .map(({ type, message }) => `${type}: ${message}`),
    rollout(target),
    replicas(target),
    ...(target.drift?.resources ?? []).map(
      ({ kind, name, status, message }) =>
        `${kind} ${name} is ${status}${because(message)}`,
    ),
    target.verification?.status === 'failed'
      ? `verification failed: ${target.verification.reason}`
      : undefined,
  ];
  return [
    ...said(about, says),
    ...(target.workloads ?? []).flatMap(ofWorkload),
  ];
}

function ofWorkload(workload: WorkloadView): Finding[] {
  return said(`${workload.resource} ${workload.name}`, [
    judgement('health', workload.health, ['healthy']),
    rollout(workload),
    replicas(workload),
  ]);
}

function ofVitals({ sourceId, probes, alerts }: VitalsView): Finding[] {
  return said(sourceId, [
    ...probes.map(({ name, health }) => judgement(name, health, ['healthy'])),
    ...alerts
      .filter(({ state }) => state === 'firing')
      .map(
        ({ name, severity, summary }) =>
          `alert ${name}${severity ? ` (${severity})` : ''} is firing${because(
            summary,
          )}`,
      ),
  ]);
}

function ofDeployment(last: DeploymentView | undefined): Finding[] {
  return last?.outcome === 'failed' || last?.outcome === 'unknown'
    ? [
        {
          about: `deployment of ${last.targetName}`,
          says: `its outcome is ${last.outcome}${because(last.message)}`,
        },
      ]
    : [];
}

function judgement(
  what: string,
  { status, reason }: { status: string; reason?: string },
  well: readonly string[],
): string | undefined {
  return well.includes(status)
    ? undefined
    : `${what} is ${status}${because(reason)}`;
}

function rollout({
  rollout: progress,
}: Pick<TargetView, 'rollout'>): string | undefined {
  if (!progress?.aborted && !progress?.paused) {
    return undefined;
  }
  const state = progress.aborted ? 'was given up' : 'is paused';
  return `its rollout ${state}${because(progress.message)}`;
}

function replicas({
  replicas: count,
}: Pick<TargetView, 'replicas'>): string | undefined {
  return count && count.ready < count.desired
    ? `${count.ready} of ${count.desired} replicas are ready`
    : undefined;
}

function because(reason: string | undefined): string {
  return reason ? `: ${reason}` : '';
}

function said(about: string, says: readonly (string | undefined)[]): Finding[] {
  return says
    .filter(text => text !== undefined)
    .map(text => ({ about, says: text }));
}
