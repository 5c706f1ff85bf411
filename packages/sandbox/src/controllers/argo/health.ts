import { at } from '../../kubernetes/json';
import type { KubeObject } from '../../kubernetes/types';
import type { Health } from './types';

const ORDER: Health['status'][] = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Missing',
  'Degraded',
  'Unknown',
];

const HEALTHY: Health = { status: 'Healthy' };

function number(object: KubeObject, ...path: string[]): number {
  const value = at(object, path);
  return typeof value === 'number' ? value : 0;
}

function condition(object: KubeObject, type: string): unknown {
  const conditions = object.status?.conditions;
  return Array.isArray(conditions)
    ? conditions.find(candidate => candidate.type === type)
    : undefined;
}

function progressing(message: string): Health {
  return { status: 'Progressing', message };
}

function isObserved(object: KubeObject): boolean {
  return (
    number(object, 'status', 'observedGeneration') >=
    (object.metadata.generation ?? 0)
  );
}

function deploymentHealth(object: KubeObject): Health {
  const { name } = object.metadata;
  if (object.spec?.paused) {
    return { status: 'Suspended', message: 'Deployment is paused' };
  }
  if (!isObserved(object)) {
    return progressing(
      'Waiting for rollout to finish: observed deployment generation less than desired generation',
    );
  }
  if (
    at(condition(object, 'Progressing'), ['reason']) ===
    'ProgressDeadlineExceeded'
  ) {
    return {
      status: 'Degraded',
      message: `Deployment "${name}" exceeded its progress deadline`,
    };
  }
  const desired = Number(object.spec?.replicas ?? 1);
  const updated = number(object, 'status', 'updatedReplicas');
  const total = number(object, 'status', 'replicas');
  const available = number(object, 'status', 'availableReplicas');
  if (updated < desired) {
    return progressing(
      `Waiting for rollout to finish: ${updated} out of ${desired} new replicas have been updated...`,
    );
  }
  if (total > updated) {
    return progressing(
      `Waiting for rollout to finish: ${
        total - updated
      } old replicas are pending termination...`,
    );
  }
  return available < updated
    ? progressing(
        `Waiting for rollout to finish: ${available} of ${updated} updated replicas are available...`,
      )
    : HEALTHY;
}

function rolloutHealth(object: KubeObject): Health {
  const phase = object.status?.phase;
  const message = object.status?.message as string | undefined;
  if (
    object.status?.observedGeneration !== String(object.metadata.generation)
  ) {
    return progressing('Waiting for rollout spec update to be observed');
  }
  switch (phase) {
    case 'Healthy':
      return HEALTHY;
    case 'Paused':
      return { status: 'Suspended', message: message ?? 'Rollout is paused' };
    case 'Degraded':
      return { status: 'Degraded', message };
    default:
      return progressing(message ?? 'Rollout is progressing');
  }
}

function replicatedHealth(object: KubeObject, daemon: boolean): Health {
  if (!isObserved(object)) {
    return progressing('Waiting for statefulset spec update to be observed...');
  }
  const desired = daemon
    ? number(object, 'status', 'desiredNumberScheduled')
    : Number(object.spec?.replicas ?? 1);
  const ready = number(
    object,
    'status',
    daemon ? 'numberReady' : 'readyReplicas',
  );
  const updated = number(
    object,
    'status',
    daemon ? 'updatedNumberScheduled' : 'updatedReplicas',
  );
  return ready < desired || updated < desired
    ? progressing(`Waiting for ${desired - ready} pods to be ready...`)
    : HEALTHY;
}

function jobHealth(object: KubeObject): Health {
  if (at(condition(object, 'Failed'), ['status']) === 'True') {
    return {
      status: 'Degraded',
      message: 'Job has reached the specified backoff limit',
    };
  }
  return at(condition(object, 'Complete'), ['status']) === 'True'
    ? {
        status: 'Healthy',
        message: 'Reached expected number of succeeded pods',
      }
    : progressing('Job is running');
}

function podHealth(object: KubeObject): Health {
  const statuses = object.status?.containerStatuses;
  const [first] = Array.isArray(statuses) ? statuses : [];
  const reason = at(first, ['state', 'waiting', 'reason']);
  if (
    ['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull'].includes(
      String(reason),
    )
  ) {
    return {
      status: 'Degraded',
      message: String(at(first, ['state', 'waiting', 'message'])),
    };
  }
  if (object.status?.phase === 'Succeeded') {
    return HEALTHY;
  }
  return at(first, ['ready']) === true ? HEALTHY : { status: 'Progressing' };
}

/** The health of a live object by its kind's own rules; undefined for kinds that have none. */
export function resourceHealth(object: KubeObject): Health | undefined {
  switch (object.kind) {
    case 'Deployment':
      return deploymentHealth(object);
    case 'Rollout':
      return rolloutHealth(object);
    case 'StatefulSet':
      return replicatedHealth(object, false);
    case 'DaemonSet':
      return replicatedHealth(object, true);
    case 'ReplicaSet':
      return number(object, 'status', 'availableReplicas') <
        Number(object.spec?.replicas ?? 1)
        ? { status: 'Progressing' }
        : HEALTHY;
    case 'Job':
      return jobHealth(object);
    case 'Pod':
      return podHealth(object);
    case 'CronJob':
      return object.spec?.suspend
        ? { status: 'Suspended', message: 'CronJob is Suspended' }
        : HEALTHY;
    case 'Service':
    case 'Ingress':
    case 'HorizontalPodAutoscaler':
      return HEALTHY;
    default:
      return undefined;
  }
}

/** The worst of several healths, except that what is missing counts only if everything is. */
export function worstHealth(
  healths: readonly (Health | undefined)[],
): Health['status'] {
  const missing = healths.filter(health => health?.status === 'Missing');
  if (healths.length > 0 && missing.length === healths.length) {
    return 'Missing';
  }
  return healths.reduce<Health['status']>((worst, health) => {
    if (!health || health.status === 'Missing') {
      return worst;
    }
    return ORDER.indexOf(health.status) > ORDER.indexOf(worst)
      ? health.status
      : worst;
  }, 'Healthy');
}
