import type { Gate } from './Gate';

const gate = 'soaked';

/** Asks that the version has been healthy in the environment before this one for so many minutes without a break. */
export function soaked(minutes: number): Gate {
  return {
    kind: gate,
    judge({ now, version, previous }) {
      const label = version?.label ?? 'the version';
      if (!previous) {
        return {
          gate,
          state: 'fail',
          reason: 'there is no environment before this one to soak in',
        };
      }
      if (!previous.runsVersion) {
        return {
          gate,
          state: 'fail',
          reason: `${label} is not what runs in ${previous.title}`,
        };
      }
      if (previous.staleSince) {
        return {
          gate,
          state: 'wait',
          reason: `how ${label} fares in ${previous.title} is known as of ${previous.staleSince} only`,
        };
      }
      if (previous.health.status !== 'healthy') {
        return {
          gate,
          state: 'wait',
          reason: `${label} is not healthy in ${previous.title}: ${
            previous.health.reason ?? previous.health.status
          }`,
        };
      }
      const since = latest(previous.healthySince, previous.deployedAt);
      if (since === undefined) {
        return {
          gate,
          state: 'wait',
          reason: `since when ${label} has been healthy in ${previous.title} is not known yet`,
        };
      }
      const end = since + minutes * 60_000;
      const until = new Date(end).toISOString();
      return now >= end
        ? {
            gate,
            state: 'pass',
            reason: `healthy in ${previous.title} for ${minutes} minutes and more`,
          }
        : {
            gate,
            state: 'wait',
            reason: `healthy in ${previous.title} for ${Math.max(
              0,
              Math.floor((now - since) / 60_000),
            )} of ${minutes} minutes`,
            until,
          };
    },
  };
}

/** The later of two times; undefined where one of them is not known. */
function latest(
  healthySince: string | undefined,
  deployedAt: string | undefined,
): number | undefined {
  const healthy = Date.parse(healthySince ?? '');
  const deployed = Date.parse(deployedAt ?? '');
  if (Number.isNaN(healthy)) {
    return undefined;
  }
  // What was healthy before the version came says nothing of the version.
  return Number.isNaN(deployed) ? healthy : Math.max(healthy, deployed);
}
