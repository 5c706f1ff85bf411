import type {
  ClusterPlace,
  DeploymentItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import { createHash } from 'node:crypto';
import { packUid } from '../pods/packUid';
import type { PodTable } from '../pods/PodTable';
import type { PodSummary } from '../pods/PodSummary';
import { deploymentsOf } from '../revisions/deploymentsOf';
import type { RevisionTable } from '../revisions/RevisionTable';
import { buildTarget } from '../workloads/buildTarget';
import { workloadKey } from '../workloads/kinds';
import type { WorkloadFacts } from '../workloads/WorkloadFacts';
import type { RunTable } from './RunTable';

/** Which deployments are reported: those of workloads that no GitOps controller manages, all, or none. */
export type DeploymentHistory = 'plain' | 'all' | 'none';

/** What is kept of a workload; its facts as JSON, which takes a third of the memory. */
interface WorkloadRecord {
  scope: string;
  uid: string;
  facts: string;
  /** Hash of what was reported last. */
  reported?: number;
}

/**
 * What is known of a cluster while it is observed: facts of its workloads, and tables of what belongs to them. Lanes
 * write into it; what changed by that is taken out as items.
 */
export class ClusterState {
  readonly #workloads = new Map<string, WorkloadRecord>();
  readonly #keys = new Map<string, string>();
  readonly #pods = new Map<string, PodTable>();
  readonly #revisions = new Map<string, RevisionTable>();
  readonly #runs = new Map<string, RunTable>();
  /** Scope → keys whose target may have changed. */
  readonly #dirty = new Map<string, Set<string>>();

  constructor(
    private readonly cluster: ClusterPlace,
    private readonly history: DeploymentHistory,
    private readonly onDirty: () => void = () => {},
  ) {}

  /** Scopes in which something may have changed. */
  dirtyScopes(): string[] {
    return [...this.#dirty.keys()];
  }

  /** The number of targets in a scope that may have changed. */
  dirtyCount(scope: string): number {
    return this.#dirty.get(scope)?.size ?? 0;
  }

  /** The keys of a scope's workloads. */
  keysOf(scope: string): string[] {
    return [...this.#workloads]
      .filter(([, record]) => record.scope === scope)
      .map(([key]) => key);
  }

  /** Takes a workload's newest facts; `report`: even if nothing changed. */
  setWorkload(scope: string, facts: WorkloadFacts, report: boolean): void {
    const key = workloadKey(facts);
    const uid = packUid(facts.uid);
    const before = this.#workloads.get(key);
    if (before && before.uid !== uid) {
      this.#keys.delete(before.uid);
    }
    this.#workloads.set(key, {
      scope,
      uid,
      facts: JSON.stringify(facts),
      reported: report ? undefined : before?.reported,
    });
    this.#keys.set(uid, key);
    if (facts.managed && this.history !== 'all') {
      this.#revisions.forEach(table => table.dropHistory(uid));
    }
    this.#mark(key);
  }

  /** Forgets a workload; true where it was known. */
  removeWorkload(key: string): boolean {
    const record = this.#workloads.get(key);
    if (!record) {
      return false;
    }
    this.#workloads.delete(key);
    this.#keys.delete(record.uid);
    this.#dirty.get(record.scope)?.delete(key);
    this.#revisions.forEach(table => table.forget(record.uid));
    return true;
  }

  /** Replaces the pods of a namespace (`''`: of all); undefined where they cannot be seen any more. */
  setPods(namespace: string, table: PodTable | undefined): void {
    const before = this.#pods.get(namespace);
    if (table) {
      this.#pods.set(namespace, table);
    } else {
      this.#pods.delete(namespace);
    }
    before?.controllers().forEach(one => this.#markPods(before, one));
    table?.controllers().forEach(one => this.#markPods(table, one));
  }

  /** Says that the pods of controllers changed. */
  podsChanged(table: PodTable, controllers: readonly string[]): void {
    controllers.forEach(one => this.#markPods(table, one));
  }

  /** Replaces the revisions that one lane tells of. */
  setRevisions(lane: string, table: RevisionTable): void {
    const before = this.#revisions.get(lane);
    this.#revisions.set(lane, table);
    before?.workloads().forEach(uid => this.markUid(uid));
    table.workloads().forEach(uid => this.markUid(uid));
  }

  /** Replaces the runs of the CronJobs of a namespace (`''`: of all). */
  setRuns(namespace: string, table: RunTable | undefined): void {
    const before = this.#runs.get(namespace);
    if (table) {
      this.#runs.set(namespace, table);
    } else {
      this.#runs.delete(namespace);
    }
    before?.cronJobs().forEach(uid => this.markUid(uid));
    table?.cronJobs().forEach(uid => this.markUid(uid));
  }

  /** Says that something that belongs to a workload changed. */
  markKey(key: string | undefined): void {
    if (key !== undefined) {
      this.#mark(key);
    }
  }

  /** Says that something that belongs to a workload changed. */
  markUid(packedUid: string | undefined): void {
    const key = packedUid === undefined ? undefined : this.#keys.get(packedUid);
    if (key !== undefined) {
      this.#mark(key);
    }
  }

  /**
   * Takes out the items of some workloads of a scope that changed since they were reported.
   *
   * @param atLeast - takes workloads until there are as many items, where there are
   */
  takeChanged(scope: string, atLeast: number): (TargetItem | DeploymentItem)[] {
    const dirty = this.#dirty.get(scope);
    const items: (TargetItem | DeploymentItem)[] = [];
    for (const key of dirty ?? []) {
      if (items.length >= atLeast) {
        return items;
      }
      dirty?.delete(key);
      const record = this.#workloads.get(key);
      if (record) {
        items.push(...this.#changedItems(record));
      }
    }
    this.#dirty.delete(scope);
    return items;
  }

  #changedItems(record: WorkloadRecord): (TargetItem | DeploymentItem)[] {
    const facts = JSON.parse(record.facts) as WorkloadFacts;
    const items = [
      buildTarget(
        facts,
        this.#podsOf(facts, record.uid),
        this.#runsOf(facts)?.runsOf(record.uid),
        this.cluster,
      ),
      ...this.#deploymentsOf(facts, record.uid),
    ];
    const hash = hashOf(items);
    if (record.reported === hash) {
      return [];
    }
    record.reported = hash;
    return items;
  }

  #podsOf(facts: WorkloadFacts, uid: string): PodSummary | undefined {
    const table = this.#pods.get(facts.namespace) ?? this.#pods.get('');
    const controllers = [uid];
    for (const revisions of this.#revisions.values()) {
      controllers.push(...revisions.controllersOf(uid));
    }
    controllers.push(...(this.#runsOf(facts)?.jobsOf(uid) ?? []));
    return table?.summarize(controllers, workloadKey(facts));
  }

  #runsOf(facts: WorkloadFacts): RunTable | undefined {
    return this.#runs.get(facts.namespace) ?? this.#runs.get('');
  }

  #deploymentsOf(facts: WorkloadFacts, uid: string): DeploymentItem[] {
    if (
      this.history === 'none' ||
      (facts.managed && this.history === 'plain')
    ) {
      return [];
    }
    for (const table of this.#revisions.values()) {
      const revisions = table.revisionsOf(uid);
      if (revisions.length > 0) {
        return deploymentsOf(facts, revisions);
      }
    }
    return [];
  }

  #markPods(table: PodTable, controller: string): void {
    for (const revisions of this.#revisions.values()) {
      const owner = revisions.ownerOf(controller);
      if (owner !== undefined) {
        this.markUid(owner);
        return;
      }
    }
    for (const runs of this.#runs.values()) {
      this.markUid(runs.cronJobOf(controller));
    }
    this.markUid(controller);
    this.markKey(table.workloadOf(controller));
  }

  #mark(key: string): void {
    const record = this.#workloads.get(key);
    if (record) {
      const dirty = this.#dirty.get(record.scope) ?? new Set();
      this.#dirty.set(record.scope, dirty.add(key));
      this.onDirty();
    }
  }
}

function hashOf(items: readonly unknown[]): number {
  return createHash('sha1')
    .update(JSON.stringify(items))
    .digest()
    .readUIntBE(0, 6);
}
