import { cleanMessage } from '@throughline/plugin-delivery-node';
import type {
  ObjectPointer,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import type { Application, ArgoResource } from '../api/schemas';

/** The kinds that run something, by group. */
const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
  '': ['Pod', 'ReplicationController'],
  apps: ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'],
  batch: ['Job', 'CronJob'],
  'argoproj.io': ['Rollout'],
};
const MAX_MANAGED = 500;
const MAX_DRIFTED = 100;

/** The workloads that an application applies, sorted. */
export function mapManages({ status }: Application): ObjectPointer[] {
  return (status?.resources ?? [])
    .filter(
      ({ group = '', kind, hook }) =>
        !hook &&
        Object.hasOwn(WORKLOADS, group) &&
        WORKLOADS[group].includes(kind),
    )
    .map(pointerTo)
    .sort(byText)
    .slice(0, MAX_MANAGED);
}

/**
 * What differs from Git, resource by resource, as Argo CD judges. Absent where it judges nothing: an application
 * that could not be compared has no drift of zero.
 */
export function mapDrift({ status }: Application): TargetItem['drift'] {
  const raw = status?.sync?.status;
  const { resources } = status ?? {};
  if (!resources || (raw !== 'Synced' && raw !== 'OutOfSync')) {
    return undefined;
  }
  const drifted = resources
    .filter(resource => resource.status === 'OutOfSync')
    .map(resource => ({
      ...pointerTo(resource),
      status: 'OutOfSync',
      ...messageOf(resource),
    }))
    .sort(byText);
  return { count: drifted.length, resources: drifted.slice(0, MAX_DRIFTED) };
}

/** Whether an application is made of applications only. */
export function isParent({ status }: Application): boolean {
  const resources = status?.resources ?? [];
  return (
    resources.length > 0 &&
    resources.every(
      ({ group, kind }) =>
        group === 'argoproj.io' &&
        (kind === 'Application' || kind === 'ApplicationSet'),
    )
  );
}

function messageOf(resource: ArgoResource): { message?: string } {
  if (resource.requiresPruning) {
    return { message: 'Git no longer has it: it waits to be pruned' };
  }
  const message = cleanMessage(resource.health?.message ?? '', 200);
  return message ? { message } : {};
}

function pointerTo({ group, kind, namespace, name }: ArgoResource) {
  return {
    ...(group ? { group } : {}),
    kind,
    ...(namespace ? { namespace } : {}),
    name,
  };
}

function byText(a: ObjectPointer, b: ObjectPointer): number {
  const [left, right] = [a, b].map(one =>
    [one.group, one.kind, one.namespace, one.name].join('\u0000'),
  );
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}
