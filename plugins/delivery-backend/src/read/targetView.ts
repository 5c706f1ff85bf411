import {
  HEALTH_STATUSES,
  worstHealth,
  type HealthStatus,
  type Judged,
  type TargetView,
  type WorkloadView,
} from '@throughline/plugin-delivery-common';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import type { Stored } from '../store/ObservationReader';
import { isFull, type LinkedTarget } from './EntityRecord';
import { commitSummary, defined } from './summaries';
import type { VersionResolver } from './VersionResolver';

/** A target as pages show it: in full where the claim is backed, else its status only. */
export function targetView(
  target: LinkedTarget,
  resolver: VersionResolver,
  qualifier: string | undefined,
): TargetView {
  const { stored, link, sharedWith } = target;
  const { item } = stored;
  const common = {
    id: stored.id,
    sourceId: stored.sourceId,
    type: item.type,
    resource: item.resource,
    name: item.name,
    link: link.evidence,
    sharedWith,
  };
  if (!isFull(target)) {
    return {
      ...common,
      link: {
        ...link.evidence,
        environmentRule: withoutValues(link.evidence.environmentRule),
      },
      sync: bare(item.sync),
      health: bare(item.health),
      access: 'statusOnly',
    };
  }
  const configCommit = resolver.configuration.ofTarget(target);
  return {
    ...common,
    sync: item.sync,
    health: healthOf(target),
    access: 'full',
    ...defined({
      qualifier,
      namespace: item.destinationNamespace ?? item.namespace,
      cluster: item.cluster?.name ?? item.cluster?.server,
      url: item.url,
      version: resolver.ofTarget(target),
      desired: item.desired.length > 0 ? item.desired : undefined,
      configurationCommit: configCommit && commitSummary(configCommit),
      replicas: item.replicas,
      rollout: item.rollout,
      schedule: item.schedule,
      operation: item.operation,
      drift: item.drift,
      conditions: item.conditions,
      plan: item.plan,
      writers: item.writers,
      verification: item.verification,
      dependsOn: item.dependsOn,
      generatedBy: item.generatedBy,
      workloads:
        target.workloads.length > 0
          ? target.workloads.map(workloadView)
          : undefined,
    }),
  };
}

function workloadView({
  id,
  sourceId,
  item,
}: Stored<TargetItem>): WorkloadView {
  return {
    id,
    sourceId,
    resource: item.resource,
    name: item.name,
    health: item.health,
    images: item.images,
    ...defined({
      namespace: item.namespace,
      cluster: item.cluster?.name ?? item.cluster?.server,
      replicas: item.replicas,
      rollout: item.rollout,
      schedule: item.schedule,
    }),
  };
}

/** The status alone: what the upstream says beside it names things that a claim without backing does not show. */
function bare<T extends string>(judged: Judged<T>): Judged<T> {
  return judged.status === 'unknown'
    ? {
        status: judged.status,
        reason: 'why is shown to those who may see the details',
      }
    : { status: judged.status };
}

/** A rule without the upstream's own words that it goes by: its folders, namespaces and labels are details. */
function withoutValues(rule: string): string {
  return rule
    .replace(/^(folder|namespace) .*$/s, 'its $1')
    .replace(/^(label [^=]*)=.*$/s, '$1');
}

/** The types whose health nobody can see, or whose sync: that they do not know is no doubt of what others see. */
const BLIND: Record<'sync' | 'health', readonly TargetItem['type'][]> = {
  health: ['environment', 'infrastructure'],
  sync: ['environment'],
};

/**
 * The targets whose word on a status counts for their environment. A pipeline's record of an environment knows
 * neither health nor drift, and a plan of infrastructure no health; where others of the environment do, their not
 * knowing says nothing.
 */
export function whoCanTell(
  targets: readonly LinkedTarget[],
  status: 'sync' | 'health',
): LinkedTarget[] {
  const telling = targets.filter(
    ({ stored: { item } }) =>
      !BLIND[status].includes(item.type) || item[status].status !== 'unknown',
  );
  // Those that are told on by a claim alone do not speak for what is the entity's own.
  return telling.some(isFull) || (telling.length > 0 && !targets.some(isFull))
    ? telling
    : [...targets];
}

/** A target's sync as its reader may see it. */
export function syncOf(target: LinkedTarget): TargetItem['sync'] {
  const { sync } = target.stored.item;
  return isFull(target) ? sync : bare(sync);
}

/** What a workload says of itself that its application's controller may have missed. */
const OVERRULES: readonly HealthStatus[] = [
  'progressing',
  'missing',
  'degraded',
];

/**
 * A target's health as its reader may see it: the controller's word, but no greener than what is known to be amiss
 * with its workloads. That nothing is known of one says nothing of the whole.
 */
export function healthOf(target: LinkedTarget): Judged<HealthStatus> {
  const own = target.stored.item.health;
  if (!isFull(target)) {
    return bare(own);
  }
  const amiss = target.workloads.flatMap(({ item }) =>
    OVERRULES.includes(item.health.status) ? [item] : [],
  );
  const worst = worstHealth(amiss.map(({ health }) => health));
  if (amiss.length === 0 || rankOf(worst) <= rankOf(own)) {
    return own;
  }
  const { resource, name } = amiss.find(({ health }) => health === worst)!;
  return {
    ...worst,
    reason: [`${resource} ${name}`, worst.reason].filter(Boolean).join(': '),
  };
}

function rankOf({ status }: Judged<HealthStatus>): number {
  return HEALTH_STATUSES.indexOf(status);
}

/**
 * What tells each target from the others of its environment: what is left of the names without what they have in
 * common, else the cluster, else the namespace.
 */
export function qualifiersOf(
  targets: readonly LinkedTarget[],
): (string | undefined)[] {
  if (targets.length < 2) {
    return targets.map(() => undefined);
  }
  const items = targets.map(({ stored }) => stored.item);
  const byName = remainders(items.map(item => item.name));
  if (new Set(byName).size === targets.length) {
    return byName.map((rest, index) => rest || items[index].name);
  }
  const byCluster = items.map(item => item.cluster?.name);
  return new Set(byCluster).size === targets.length
    ? byCluster
    : items.map(item => item.destinationNamespace ?? item.namespace);
}

function remainders(names: readonly string[]): string[] {
  const parts = names.map(name => name.split('-'));
  const start = commonLength(parts);
  const end = commonLength(parts.map(each => each.slice(start).reverse()));
  return parts.map(each => each.slice(start, each.length - end).join('-'));
}

/** How many words all lists begin with. */
function commonLength(lists: readonly string[][]): number {
  const [first, ...others] = lists;
  const different = first.findIndex((word, at) =>
    others.some(other => other[at] !== word),
  );
  return different < 0
    ? Math.min(...lists.map(list => list.length))
    : different;
}
