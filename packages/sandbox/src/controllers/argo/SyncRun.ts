import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { timestamp } from '../../kubernetes/json';
import { groupOf } from '../../kubernetes/resources';
import type { KubeObject } from '../../kubernetes/types';
import { applyManifest } from './applyManifest';
import type { ArgoState } from './ArgoState';
import type { ResolvedSources } from './ApplicationSources';
import {
  compare,
  hookOf,
  identityOf,
  resourceKey,
  trackedManifests,
} from './compare';
import { resourceResult, runHooks, type HookPhase } from './runHooks';
import { HISTORY_LIMIT, revisionFields } from './seedHistory';
import type {
  Application,
  HistoryEntry,
  Operation,
  OperationState,
  ResourceResult,
} from './types';

/** What a sync needs. */
export interface SyncRunOptions {
  state: ArgoState;
  application: Application;
  operation: Operation;
  manifests: ResolvedSources;
  /** Waits for so many milliseconds at normal pace. */
  sleep: (milliseconds: number) => Promise<void>;
  /** Whether someone asked to stop. */
  terminated: () => boolean;
}

const START_MS = 500;
const APPLY_MS = 1_200;

/** One sync of an Application: hooks, objects, pruning, and the record of it. */
export class SyncRun {
  private readonly startedAt = timestamp(new Date());
  private readonly results: ResourceResult[] = [];
  private readonly store: ClusterStore | undefined;

  constructor(private readonly options: SyncRunOptions) {
    this.store = options.state.clusters.cluster(
      options.application.spec.destination,
    );
  }

  /** Runs to the end; the Application's object tells how it goes. */
  async run(): Promise<void> {
    const { sleep, manifests } = this.options;
    await sleep(START_MS);
    this.report('Running', 'waiting for completion of hook and sync tasks');
    const failure = manifests.error ?? (await this.execute());
    if (this.options.terminated()) {
      this.finish('Failed', 'Operation terminated');
    } else if (failure) {
      this.finish('Failed', failure);
    } else {
      const dry = this.options.operation.sync?.dryRun;
      this.finish(
        'Succeeded',
        dry
          ? 'successfully synced (no more tasks)'
          : 'successfully synced (all tasks run)',
      );
    }
  }

  private async execute(): Promise<string | undefined> {
    const { application, manifests, operation, sleep, terminated } =
      this.options;
    const { sync = {} } = operation;
    const { store } = this;
    if (!store) {
      return 'the destination cluster is not known';
    }
    const objects = trackedManifests(application, manifests.objects, store);
    const hooked = !sync.resources && !sync.syncStrategy?.apply && !sync.dryRun;
    if (hooked) {
      const failure = await this.runHooks(store, objects, 'PreSync');
      if (failure) {
        return failure;
      }
    }
    await sleep(APPLY_MS);
    if (terminated()) {
      return undefined;
    }
    const failed = this.applyAll(store, objects);
    if (failed) {
      return `one or more objects failed to apply, reason: ${failed}`;
    }
    this.prune(store);
    return hooked ? this.runHooks(store, objects, 'PostSync') : undefined;
  }

  private applyAll(
    store: ClusterStore,
    objects: readonly KubeObject[],
  ): string | undefined {
    const { sync = {} } = this.options.operation;
    const chosen = sync.resources && new Set(sync.resources.map(resourceKey));
    let failure: string | undefined;
    for (const object of objects) {
      const key = resourceKey(identityOf(object));
      if (hookOf(object) || (chosen && !chosen.has(key))) {
        continue;
      }
      const resource = `${object.kind.toLowerCase()}${
        groupOf(object) ? `.${groupOf(object)}` : ''
      }/${object.metadata.name}`;
      try {
        const outcome = sync.dryRun
          ? 'unchanged (dry run)'
          : applyManifest(store, object).outcome;
        this.results.push(
          resourceResult(object, 'Sync', {
            status: 'Synced',
            message: `${resource} ${outcome}`,
            hookPhase: 'Running',
          }),
        );
      } catch (error) {
        failure = (error as Error).message;
        this.results.push(
          resourceResult(object, 'Sync', {
            status: 'SyncFailed',
            message: failure,
            hookPhase: 'Failed',
          }),
        );
      }
    }
    return failure;
  }

  private prune(store: ClusterStore): void {
    const { application, manifests, operation } = this.options;
    const { sync = {} } = operation;
    if (sync.resources || sync.dryRun) {
      return;
    }
    const { resources } = compare(application, manifests.objects, store);
    for (const { live, status } of resources) {
      const definition = live && store.definitionFor(live);
      if (!status.requiresPruning || !live || !definition) {
        continue;
      }
      if (sync.prune) {
        store.delete(definition, live.metadata.namespace, live.metadata.name);
      }
      this.results.push(
        resourceResult(live, 'Sync', {
          status: sync.prune ? 'Pruned' : 'PruneSkipped',
          message: sync.prune ? 'pruned' : 'ignored (requires pruning)',
        }),
      );
    }
  }

  private runHooks(
    store: ClusterStore,
    objects: readonly KubeObject[],
    phase: HookPhase,
  ): Promise<string | undefined> {
    const { sleep, terminated } = this.options;
    return runHooks(store, objects, phase, {
      sleep,
      terminated,
      began: (hook, entry) => {
        this.results.push(entry);
        this.report('Running', `waiting for completion of hook ${hook}`);
      },
    });
  }

  private current(): Application | undefined {
    const { namespace = '', name } = this.options.application.metadata;
    return this.options.state.application(namespace, name);
  }

  private operationState(
    phase: OperationState['phase'],
    message: string,
    finishedAt?: string,
  ): OperationState {
    const { application, manifests, operation } = this.options;
    return {
      operation,
      phase,
      message,
      startedAt: this.startedAt,
      ...(finishedAt ? { finishedAt } : {}),
      syncResult: {
        ...revisionFields(application, manifests.revisions),
        resources: this.results.map(entry => ({ ...entry })),
      },
    };
  }

  private report(phase: OperationState['phase'], message: string): void {
    const application = this.current();
    if (application) {
      this.options.state.write({
        ...application,
        status: {
          ...application.status,
          operationState: this.operationState(phase, message),
        },
      });
    }
  }

  private finish(phase: OperationState['phase'], message: string): void {
    const application = this.current();
    if (!application) {
      return;
    }
    const finishedAt = timestamp(new Date());
    const { operation: _, ...rest } = application;
    const { operation, manifests } = this.options;
    const whole = !operation.sync?.resources && !operation.sync?.dryRun;
    const history = application.status?.history ?? [];
    const entry: HistoryEntry = {
      id: (history[history.length - 1]?.id ?? -1) + 1,
      deployStartedAt: this.startedAt,
      deployedAt: finishedAt,
      initiatedBy: operation.initiatedBy ?? {},
      ...revisionFields(application, manifests.revisions),
      ...(operation.sync?.source ? { source: operation.sync.source } : {}),
      ...(operation.sync?.sources ? { sources: operation.sync.sources } : {}),
    };
    const succeeded = phase === 'Succeeded' && whole;
    this.options.state.write({
      ...rest,
      status: {
        ...application.status,
        operationState: this.operationState(phase, message, finishedAt),
        ...(succeeded
          ? { history: [...history, entry].slice(-HISTORY_LIMIT) }
          : {}),
        conditions: this.conditions(application, phase, message),
      },
    });
  }

  private conditions(
    application: Application,
    phase: OperationState['phase'],
    message: string,
  ) {
    const others = (application.status?.conditions ?? []).filter(
      ({ type }) => type !== 'SyncError',
    );
    const failed =
      phase === 'Failed' && this.options.operation.initiatedBy?.automated;
    const conditions = failed
      ? [
          ...others,
          {
            type: 'SyncError',
            message: `Failed last sync attempt to ${this.options.manifests.revisions.join(
              ', ',
            )}: ${message}`,
            lastTransitionTime: timestamp(new Date()),
          },
        ]
      : others;
    return conditions.length > 0 ? conditions : undefined;
  }
}
