import { packUid } from './packUid';
import type { PodFacts } from './projectPod';
import type { PodSummary, RunningImage } from './PodSummary';

/** What pods of one class have in common. */
type PodState = [
  ready: boolean,
  images: RunningImage[],
  failing: string | null,
  waiting: string | null,
];

/** Pods of one controller that are all in the same state, which is their key: a {@link PodState} as JSON. */
interface PodClass {
  readonly group: PodGroup;
  readonly key: string;
  count: number;
}

/** The pods of one controller. */
interface PodGroup {
  readonly controller: string;
  readonly workload?: string;
  readonly classes: Map<string, PodClass>;
}

/**
 * Which pods there are, in few bytes each: a pod is its packed uid and a pointer to the class of pods that are like
 * it. Pods of one ReplicaSet are in very few classes.
 */
export class PodTable {
  readonly #pods = new Map<string, PodClass>();
  readonly #groups = new Map<string, PodGroup>();
  readonly #byWorkload = new Map<string, Set<PodGroup>>();

  /** The number of pods. */
  get size(): number {
    return this.#pods.size;
  }

  /** Takes a pod's newest state; returns the controllers that are concerned. */
  apply(pod: PodFacts): string[] {
    const uid = packUid(pod.uid);
    const state: PodState = [
      pod.ready,
      pod.images,
      pod.failing ?? null,
      pod.waiting ?? null,
    ];
    const key = JSON.stringify(state);
    const before = this.#pods.get(uid);
    const controller = packUid(pod.controller);
    if (before?.key === key && before.group.controller === controller) {
      return [];
    }
    const concerned = this.remove(pod.uid);
    const group = this.#group(controller, pod.workload);
    let podClass = group.classes.get(key);
    if (!podClass) {
      podClass = { group, key, count: 0 };
      group.classes.set(key, podClass);
    }
    podClass.count++;
    this.#pods.set(uid, podClass);
    return concerned.includes(controller)
      ? concerned
      : [...concerned, controller];
  }

  /** Forgets a pod; returns the controller that is concerned. */
  remove(uid: string): string[] {
    const packed = packUid(uid);
    const podClass = this.#pods.get(packed);
    if (!podClass) {
      return [];
    }
    const { group, key } = podClass;
    this.#pods.delete(packed);
    podClass.count--;
    if (podClass.count === 0) {
      group.classes.delete(key);
    }
    if (group.classes.size === 0) {
      this.#groups.delete(group.controller);
      this.#forgetName(group);
    }
    return [group.controller];
  }

  /** All controllers that have pods, packed. */
  controllers(): string[] {
    return [...this.#groups.keys()];
  }

  /** The workload that the name of a pod's controller leads to. */
  workloadOfPod(uid: string): string | undefined {
    return this.#pods.get(packUid(uid))?.group.workload;
  }

  /** The workload that a controller's name leads to. */
  workloadOf(controller: string): string | undefined {
    return this.#groups.get(controller)?.workload;
  }

  /**
   * Sums up the pods of a workload.
   *
   * @param controllers - the packed uids of those that control its pods
   * @param workload - its key, for pods whose controllers are known by name only
   */
  summarize(controllers: readonly string[], workload: string): PodSummary {
    const groups = new Set<PodGroup>(this.#byWorkload.get(workload));
    for (const controller of controllers) {
      const group = this.#groups.get(controller);
      if (group) {
        groups.add(group);
      }
    }
    return summarizeClasses(
      [...groups].flatMap(group => [...group.classes.values()]),
    );
  }

  #group(controller: string, workload: string | undefined): PodGroup {
    let group = this.#groups.get(controller);
    if (!group) {
      group = { controller, workload, classes: new Map() };
      this.#groups.set(controller, group);
      if (workload) {
        const named = this.#byWorkload.get(workload) ?? new Set();
        this.#byWorkload.set(workload, named.add(group));
      }
    }
    return group;
  }

  #forgetName(group: PodGroup): void {
    const named = group.workload && this.#byWorkload.get(group.workload);
    if (named) {
      named.delete(group);
      if (named.size === 0) {
        this.#byWorkload.delete(group.workload!);
      }
    }
  }
}

function summarizeClasses(classes: readonly PodClass[]): PodSummary {
  const images = new Map<string, RunningImage>();
  const failing = new Map<string, number>();
  const waiting = new Map<string, number>();
  const summary = { count: 0, ready: 0, failingCount: 0 };
  for (const { key, count } of classes) {
    const [ready, running, fails, waits] = JSON.parse(key) as PodState;
    summary.count += count;
    summary.ready += ready ? count : 0;
    for (const image of running) {
      images.set(JSON.stringify(image), image);
    }
    if (fails) {
      summary.failingCount += count;
      failing.set(fails, (failing.get(fails) ?? 0) + count);
    }
    if (waits) {
      waiting.set(waits, (waiting.get(waits) ?? 0) + count);
    }
  }
  return {
    ...summary,
    images: [...images.keys()].sort().map(key => images.get(key)!),
    failing: byCount(failing),
    waiting: byCount(waiting),
  };
}

function byCount(counts: Map<string, number>) {
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort(
      (one, other) =>
        other.count - one.count || (one.reason < other.reason ? -1 : 1),
    );
}
