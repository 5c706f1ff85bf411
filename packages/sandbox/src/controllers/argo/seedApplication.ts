import type { Repositories } from '../../git/Repositories';
import { equal, timestamp } from '../../kubernetes/json';
import { uuid } from '../../kubernetes/hash';
import { APPLICATIONS } from '../../kubernetes/resources';
import type { KubeObject } from '../../kubernetes/types';
import type { Person } from '../../world/Scenario';
import { applyManifest } from './applyManifest';
import type { ResolvedSources } from './ApplicationSources';
import type { ArgoController } from './ArgoController';
import { hookOf, trackedManifests } from './compare';
import { HISTORY_LIMIT, seedHistory } from './seedHistory';
import {
  type Application,
  type HistoryEntry,
  type OperationState,
} from './types';

/** An Application whose past has been worked out. */
export interface SeededApplication {
  application: Application;
  target: ResolvedSources;
  /** What ran before the present version, if that can be told. */
  before?: { manifests: ResolvedSources; at: Date };
  deployedAt: Date;
}

// How far back a version with other pods is looked for.
const LOOK_BACK = 5;

/** The parts of manifests that make other pods when they change. */
function podTemplates(objects: readonly KubeObject[]): unknown[] {
  return objects.map(object => object.spec?.template).filter(Boolean);
}

function operationOf(entry: HistoryEntry, prune: boolean): OperationState {
  const { revision, revisions, source, sources, initiatedBy } = entry;
  const wanted = revisions ? { revisions } : { revision };
  return {
    operation: {
      sync: { ...wanted, prune, syncStrategy: { hook: {} } },
      initiatedBy,
      retry: { limit: 5 },
    },
    phase: 'Succeeded',
    message: 'successfully synced (all tasks run)',
    startedAt: entry.deployStartedAt,
    finishedAt: entry.deployedAt,
    syncResult: {
      revision,
      ...(revisions ? { revisions } : {}),
      ...(source ? { source } : {}),
      ...(sources ? { sources } : {}),
    },
  };
}

/** Works an Application's past out of Git and puts the Application into its cluster. */
export async function seedApplication(
  controller: ArgoController,
  given: Application,
  repositories: Repositories,
  people: readonly Person[],
): Promise<SeededApplication> {
  const { sources, state } = controller;
  const target = await sources.resolve(given);
  const { entries, createdAt } = await seedHistory(
    repositories,
    given,
    target,
    people,
  );
  const newest = entries[entries.length - 1];
  const now = new Date();
  const { namespace, name } = given.metadata;
  const created = state.clusters.control.create(
    APPLICATIONS,
    {
      ...given,
      metadata: {
        ...given.metadata,
        uid: uuid(
          `${state.clusters.control.name}/Application/${namespace}/${name}`,
        ),
      },
      status: {
        ...(newest
          ? {
              history: entries.slice(-HISTORY_LIMIT),
              operationState: operationOf(
                newest,
                given.spec.syncPolicy?.automated?.prune ?? false,
              ),
              health: { lastTransitionTime: newest.deployedAt },
            }
          : {}),
        reconciledAt: timestamp(now),
      },
    } as unknown as KubeObject,
    createdAt,
  );
  const application = created as unknown as Application;
  state.setTarget(application, target);
  return {
    application,
    target,
    deployedAt: newest ? new Date(newest.deployedAt) : now,
    before: await versionBefore(controller, application, target, entries),
  };
}

async function versionBefore(
  controller: ArgoController,
  application: Application,
  target: ResolvedSources,
  entries: readonly HistoryEntry[],
): Promise<SeededApplication['before']> {
  const templates = podTemplates(target.objects);
  if (templates.length === 0) {
    return undefined;
  }
  for (const entry of entries.slice(-LOOK_BACK - 1, -1).reverse()) {
    const manifests = await controller.sources.render(
      application,
      entry.revisions ?? [entry.revision],
    );
    if (
      !manifests.error &&
      !equal(podTemplates(manifests.objects), templates)
    ) {
      return { manifests, at: new Date(entry.deployedAt) };
    }
  }
  return undefined;
}

/** Applies manifests as they were applied at a time in the past. */
export function applyPast(
  controller: ArgoController,
  application: Application,
  manifests: ResolvedSources,
  at: Date,
): void {
  const store = controller.state.clusters.cluster(application.spec.destination);
  if (!store) {
    return;
  }
  for (const object of trackedManifests(
    application,
    manifests.objects,
    store,
  )) {
    if (!hookOf(object) && store.definitionFor(object)) {
      applyManifest(store, object, at);
    }
  }
}
