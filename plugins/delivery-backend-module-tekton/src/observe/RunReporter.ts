import {
  writeScopesCursor,
  type ScopesCursor,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  cleanMessage,
  SourceFailure,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { runKey } from '../objects/RunFacts';
import type { Lane, LaneEvent } from './Lane';
import type { TektonState } from './TektonState';

const BATCH = 150;

/** A long list, and many lanes with bookmarks of their own, need not say more often that the cluster answers. */
const ALIVE_EVERY_MS = 5_000;

/** Turns what lanes tell into observations, by way of the state. */
export class RunReporter {
  readonly #refusedBefore: Set<string>;
  /** Lanes that are listed and wait for the others, so that runs are told with their tasks at once. */
  #waiting: Lane[] | undefined = [];
  #cursor = '';
  #alive = 0;

  constructor(
    private readonly state: TektonState,
    private readonly lanes: readonly Lane[],
    private readonly before: ScopesCursor,
  ) {
    this.#refusedBefore = new Set(before.problems);
  }

  /** Ends the scopes that were reported once and are not looked at any more. */
  *begin(): Generator<Observation> {
    const now = new Set(this.lanes.map(({ scope }) => scope));
    for (const scope of this.before.scopes.filter(one => !now.has(one))) {
      yield { type: 'listing', scope };
      yield { type: 'listed', scope };
    }
    for (const scope of this.before.problems.filter(one => !now.has(one))) {
      yield { type: 'problem', scope };
    }
    yield* this.#settle();
  }

  /**
   * Takes what a lane tells into the state, and reports what cannot wait.
   *
   * @throws SourceFailure where nothing at all may be seen
   */
  *report({ lane, event }: LaneEvent): Generator<Observation> {
    const { scope, kind } = lane;
    switch (event.type) {
      case 'listing':
        lane.unmentioned = new Set(this.state.keysOf(scope));
        yield { type: 'listing', scope };
        break;
      case 'applied': {
        const key = this.state.apply(scope, event.item);
        lane.unmentioned?.delete(key);
        yield* this.#isAlive();
        break;
      }
      case 'removed': {
        const key = runKey(kind, event.object);
        const isTask = this.state.isTask(key);
        this.state.remove(key);
        if (!isTask) {
          yield { type: 'vanished', scope, items: [{ kind: 'run', key }] };
        }
        break;
      }
      case 'malformed':
        yield this.#malformed(lane, event);
        break;
      case 'listed':
        lane.unmentioned?.forEach(key => this.state.remove(key));
        lane.unmentioned = undefined;
        lane.settled = true;
        if (this.#waiting) {
          this.#waiting.push(lane);
          yield* this.#settle();
        } else {
          yield* this.#tellAll(lane);
          yield* this.#checkpoint();
        }
        break;
      case 'refused':
        lane.unmentioned = undefined;
        lane.refused = event.reason;
        lane.settled = true;
        yield { type: 'problem', scope, reason: event.reason };
        yield* this.#settle();
        yield* this.#checkpoint();
        break;
      default:
        yield* this.#isAlive();
    }
  }

  /** Reports all that changed since it was reported. */
  *reportChanges(): Generator<Observation> {
    if (!this.#waiting) {
      for (const scope of this.state.dirtyScopes()) {
        yield* this.#tell(scope, false);
      }
    }
  }

  *#settle(): Generator<Observation> {
    if (!this.#waiting || this.lanes.some(({ settled }) => !settled)) {
      return;
    }
    const waiting = this.#waiting;
    const [first] = this.lanes;
    if (first && waiting.length === 0) {
      throw new SourceFailure(
        'permission',
        `No runs can be listed: ${first.refused}. Give the service account the roles that the module's README has, or name the namespaces that it may see in 'namespaces'.`,
      );
    }
    this.#waiting = undefined;
    for (const lane of waiting) {
      yield* this.#tellAll(lane);
    }
    yield* this.#checkpoint();
  }

  *#tellAll(lane: Lane): Generator<Observation> {
    const { scope } = lane;
    yield* this.#tell(scope, true);
    yield { type: 'listed', scope };
    const refusedBefore = this.#refusedBefore.delete(scope);
    if (lane.refused !== undefined || refusedBefore) {
      lane.refused = undefined;
      yield { type: 'problem', scope };
    }
  }

  *#tell(scope: string, all: boolean): Generator<Observation> {
    const { items, gone } = this.state.take(scope, all);
    for (let from = 0; from < items.length; from += BATCH) {
      yield { type: 'observed', scope, items: items.slice(from, from + BATCH) };
    }
    for (let from = 0; from < gone.length; from += BATCH) {
      yield {
        type: 'vanished',
        scope,
        items: gone.slice(from, from + BATCH),
      };
    }
  }

  *#checkpoint(): Generator<Observation> {
    if (this.#waiting) {
      return;
    }
    const cursor = writeScopesCursor({
      scopes: this.lanes.map(({ scope }) => scope),
      problems: this.lanes.flatMap(({ scope, refused }) =>
        refused === undefined ? [] : [scope],
      ),
    });
    if (cursor !== this.#cursor) {
      this.#cursor = cursor;
      yield { type: 'checkpoint', cursor };
    }
  }

  *#isAlive(): Generator<Observation> {
    if (Date.now() - this.#alive >= ALIVE_EVERY_MS) {
      this.#alive = Date.now();
      yield { type: 'alive' };
    }
  }

  #malformed(
    lane: Lane,
    event: Extract<LaneEvent['event'], { type: 'malformed' }>,
  ): Observation {
    const { object, reason } = event;
    const key = object && runKey(lane.kind, object);
    const isTask = key !== undefined && this.state.isTask(key);
    if (key !== undefined) {
      // What was known of it must not be told again as if it still held.
      this.state.remove(key);
      lane.unmentioned?.delete(key);
    }
    const name = object
      ? [object.namespace, object.name].filter(Boolean).join('/')
      : 'of unknown name';
    return {
      type: 'malformed',
      scope: lane.scope,
      item: {
        kind: 'run',
        ...(key && !isTask && { key }),
        description: cleanMessage(`${lane.kind} ${name}`, 200),
      },
      reason,
    };
  }
}
