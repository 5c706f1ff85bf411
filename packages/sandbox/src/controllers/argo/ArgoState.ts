import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { equal, timestamp } from '../../kubernetes/json';
import { APPLICATIONS } from '../../kubernetes/resources';
import type { KubeObject } from '../../kubernetes/types';
import type { ResolvedSources } from './ApplicationSources';
import { compare, isAppOfApps, type Comparison } from './compare';
import {
  applicationKey,
  sourcesOf,
  type Application,
  type ApplicationCondition,
  type ApplicationStatus,
} from './types';

/** What an Argo CD instance works with. */
export interface ArgoCluster {
  /** The namespace of its own and the Applications' objects. */
  namespace: string;
  /** The cluster that holds the Applications. */
  control: ClusterStore;
  /** A destination's cluster. */
  cluster: (destination: {
    name?: string;
    server?: string;
  }) => ClusterStore | undefined;
}

/** What is known of the Applications of an instance beside their objects. */
export class ArgoState {
  private readonly targets = new Map<string, ResolvedSources>();
  private readonly comparisons = new Map<string, Comparison>();

  constructor(readonly clusters: ArgoCluster) {}

  /** The Applications, in the order of their keys. */
  applications(): IterableIterator<Application> {
    return this.clusters.control.iterate(
      APPLICATIONS,
    ) as IterableIterator<unknown> as IterableIterator<Application>;
  }

  application(namespace: string, name: string): Application | undefined {
    return this.clusters.control.get(APPLICATIONS, namespace, name) as
      | Application
      | undefined;
  }

  /** Writes an Application; what is the same writes nothing. */
  write(application: Application): Application {
    const { resourceVersion: _, ...metadata } = application.metadata;
    return this.clusters.control.update(APPLICATIONS, {
      ...application,
      metadata,
    } as KubeObject) as unknown as Application;
  }

  /** The last comparison of an Application. */
  comparison(application: Application): Comparison | undefined {
    return this.comparisons.get(applicationKey(application));
  }

  /** What an Application's target revision said when it was last looked at. */
  target(application: Application): ResolvedSources | undefined {
    return this.targets.get(applicationKey(application));
  }

  setTarget(application: Application, target: ResolvedSources): void {
    this.targets.set(applicationKey(application), target);
  }

  forget(application: Application): void {
    this.targets.delete(applicationKey(application));
    this.comparisons.delete(applicationKey(application));
  }

  /** Compares an Application with its cluster and writes its status, if it is another one than before. */
  refreshStatus(given: Application, now: Date): Application {
    const { namespace = '', name } = given.metadata;
    const application = this.application(namespace, name) ?? given;
    const target = this.target(application);
    const store = this.clusters.cluster(application.spec.destination);
    const error =
      target?.error ??
      (store
        ? undefined
        : `unable to find destination server: there are no clusters with this name: ${application.spec.destination.name}`);
    const comparison =
      target && store && !error
        ? compare(application, target.objects, store)
        : undefined;
    if (comparison) {
      this.comparisons.set(applicationKey(application), comparison);
    }
    const status = nextStatus(application, { target, comparison, error, now });
    const { reconciledAt: _a, ...before } = application.status ?? {};
    const { reconciledAt: _b, ...after } = status;
    return equal(before, after)
      ? application
      : this.write({ ...application, status });
  }
}

function nextConditions(
  before: readonly ApplicationCondition[],
  error: string | undefined,
  now: Date,
): ApplicationCondition[] {
  const others = before.filter(({ type }) => type !== 'ComparisonError');
  if (!error) {
    return others;
  }
  const same = before.find(({ message }) => message === error);
  return [
    ...others,
    same ?? {
      type: 'ComparisonError',
      message: error,
      lastTransitionTime: timestamp(now),
    },
  ];
}

function nextStatus(
  application: Application,
  options: {
    target?: ResolvedSources;
    comparison?: Comparison;
    error?: string;
    now: Date;
  },
): ApplicationStatus {
  const { target, comparison, error, now } = options;
  const { spec, status: before = {} } = application;
  const multiple = spec.sources !== undefined;
  const health = comparison?.health ?? before.health?.status ?? 'Healthy';
  const conditions = nextConditions(before.conditions ?? [], error, now);
  const revisions = target?.revisions ?? [];
  return {
    ...before,
    conditions: conditions.length > 0 ? conditions : undefined,
    controllerNamespace: application.metadata.namespace,
    health: {
      status: health,
      lastTransitionTime:
        before.health?.status === health
          ? before.health?.lastTransitionTime
          : timestamp(now),
    },
    reconciledAt: timestamp(now),
    resourceHealthSource: 'appTree',
    resources: comparison
      ? comparison.resources.map(({ status }) => status)
      : before.resources,
    ...(multiple
      ? { sourceTypes: target?.types }
      : { sourceType: target?.types[0] }),
    summary: comparison
      ? {
          ...(comparison.images.length > 0
            ? { images: comparison.images }
            : {}),
          ...(isAppOfApps(comparison) ? { isAppOfApps: true } : {}),
        }
      : before.summary ?? {},
    sync: {
      status: error ? 'Unknown' : comparison?.sync ?? 'Unknown',
      comparedTo: {
        ...(multiple
          ? { source: { repoURL: '' }, sources: sourcesOf(spec) }
          : { source: sourcesOf(spec)[0] }),
        destination: spec.destination,
      },
      ...(multiple ? { revisions } : { revision: revisions[0] }),
    },
  };
}
