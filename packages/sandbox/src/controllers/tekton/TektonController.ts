import type { ClusterStore } from '../../kubernetes/ClusterStore';
import type { KubeObject } from '../../kubernetes/types';
import { WorkQueue } from '../WorkQueue';
import { advanceRun, type Fate } from './advanceRun';
import { PIPELINE_RUNS } from './definitions';
import { isDone } from './types';

const STEP_MS = 3_000;
const START_MS = 300;

/** What the controller needs. */
export interface TektonControllerOptions {
  store: ClusterStore;
  /** How the tasks of a run go. */
  fateOf: (run: KubeObject) => Promise<Fate>;
  /** How many times faster than normal things move. */
  pace: number;
}

/** Makes PipelineRuns run, whoever creates them. */
export class TektonController {
  readonly #queue: WorkQueue;
  #stop: () => void = () => undefined;

  constructor(private readonly options: TektonControllerOptions) {
    this.#queue = new WorkQueue(key => {
      this.#step(key).catch(() => undefined);
    });
  }

  start(): void {
    const { store } = this.options;
    store
      .list(PIPELINE_RUNS)
      .filter(run => !isDone(run))
      .forEach(run => this.#wake(run, START_MS));
    this.#stop = store.subscribe(PIPELINE_RUNS, event => {
      const { type, object, previous } = event;
      // Its own writes of the status wake nobody; what a person asks for does.
      const asked = object.spec?.status !== previous?.spec?.status;
      if (type === 'ADDED' || (type === 'MODIFIED' && asked)) {
        this.#wake(object, START_MS);
      }
    });
  }

  close(): void {
    this.#stop();
    this.#queue.close();
  }

  #wake({ metadata }: KubeObject, delayMs: number): void {
    this.#queue.add(
      `${metadata.namespace}/${metadata.name}`,
      delayMs / this.options.pace,
    );
  }

  async #step(key: string): Promise<void> {
    const { store, fateOf } = this.options;
    const [namespace, name] = key.split('/');
    const seen = store.get(PIPELINE_RUNS, namespace, name);
    const fate = seen && (await fateOf(seen));
    const run = store.get(PIPELINE_RUNS, namespace, name);
    if (run && fate && advanceRun(store, run, fate, new Date())) {
      this.#wake(run, STEP_MS);
    }
  }
}
