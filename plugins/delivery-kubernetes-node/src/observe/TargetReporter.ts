import {
  cleanMessage,
  type Observation,
} from '@throughline/plugin-delivery-node';
import {
  readScopesCursor,
  writeScopesCursor,
  type ScopesCursor,
} from './ScopesCursor';
import type {
  LanePlan,
  TargetLane,
  TargetLaneEvent,
  TargetState,
} from './TargetLane';

/** So many items go into one observation; a target's deployments may come on top. */
const BATCH = 150;

/** Each lane has bookmarks of its own; that the cluster answers need not be said for each. */
const ALIVE_EVERY_MS = 5_000;

/**
 * Turns what lanes tell into observations, by way of the state.
 *
 * @public
 */
export class TargetReporter<T> {
  readonly #before: ScopesCursor;
  readonly #problems: Set<string>;
  #cursor = '';
  #heard = false;
  #alive = 0;

  /** @param cursor - what {@link TargetReporter.checkpoint} gave in the observation before */
  constructor(
    private readonly state: TargetState,
    private readonly plan: LanePlan<T>,
    cursor: string | undefined,
  ) {
    this.#before = readScopesCursor(cursor);
    this.#problems = new Set(this.#before.problems);
  }

  /** Whether any lane told anything since this was asked last. */
  heardSince(): boolean {
    const heard = this.#heard;
    this.#heard = false;
    return heard;
  }

  /** Empties the scopes that were reported once and are not looked at any more. */
  *retire(): Generator<Observation> {
    const { supporting, targets } = this.plan;
    const scopes = new Set(
      [...supporting, ...targets].map(({ scope }) => scope),
    );
    for (const scope of this.#before.scopes) {
      if (!scopes.has(scope)) {
        yield { type: 'listing', scope };
        yield { type: 'listed', scope };
      }
    }
    for (const scope of this.#before.problems) {
      if (!scopes.has(scope)) {
        this.#problems.delete(scope);
        yield { type: 'problem', scope };
      }
    }
  }

  /** Says that something is wrong, be it that no lane tells of it. */
  *problem(scope: string, reason: string): Generator<Observation> {
    this.#problems.add(scope);
    yield { type: 'problem', scope, reason };
  }

  /** Says what there is to go on from, where that changed. */
  *checkpoint(): Generator<Observation> {
    const cursor = writeScopesCursor({
      scopes: this.plan.targets.map(({ scope }) => scope),
      problems: [...this.#problems],
    });
    if (cursor !== this.#cursor) {
      this.#cursor = cursor;
      yield { type: 'checkpoint', cursor };
    }
  }

  /** Takes what a lane tells into the state, and reports what cannot wait. */
  *report({ lane, event }: TargetLaneEvent<T>): Generator<Observation> {
    this.#heard = true;
    const { scope, sink, reportsTargets } = lane;
    switch (event.type) {
      case 'listing':
        sink.listing();
        if (reportsTargets) {
          yield { type: 'listing', scope };
        }
        break;
      case 'applied':
        sink.applied(event.item);
        if (reportsTargets && this.state.dirtyCount(scope) >= BATCH) {
          yield* this.#changesOf(scope);
        }
        break;
      case 'removed': {
        const key = sink.removed(event.object);
        if (key !== undefined) {
          yield { type: 'vanished', scope, items: [{ kind: 'target', key }] };
        }
        break;
      }
      case 'listed':
        if (reportsTargets) {
          yield* this.#changesOf(scope);
        }
        sink.listed();
        if (reportsTargets) {
          yield { type: 'listed', scope };
        }
        yield* this.#allowed(lane);
        break;
      case 'malformed':
        yield malformed(lane, event);
        break;
      case 'refused':
        lane.refused = event.reason;
        sink.refused();
        yield* this.problem(scope, event.reason);
        break;
      default:
        if (Date.now() - this.#alive >= ALIVE_EVERY_MS) {
          this.#alive = Date.now();
          yield { type: 'alive' };
        }
    }
  }

  /** Reports all that changed since it was reported. */
  *reportChanges(): Generator<Observation> {
    for (const scope of this.state.dirtyScopes()) {
      yield* this.#changesOf(scope);
    }
  }

  *#changesOf(scope: string): Generator<Observation> {
    while (this.state.dirtyCount(scope) > 0) {
      const items = this.state.takeChanged(scope, BATCH);
      if (items.length > 0) {
        yield { type: 'observed', scope, items };
      }
    }
  }

  *#allowed(lane: TargetLane<T>): Generator<Observation> {
    lane.refused = undefined;
    if (this.#problems.delete(lane.scope)) {
      yield { type: 'problem', scope: lane.scope };
    }
  }
}

function malformed<T>(
  { scope, sink, resource }: TargetLane<T>,
  event: Extract<TargetLaneEvent<T>['event'], { type: 'malformed' }>,
): Observation {
  const { object, reason } = event;
  const key = object && sink.malformed(object);
  const name = object
    ? [object.namespace, object.name].filter(Boolean).join('/')
    : 'of unknown name';
  return {
    type: 'malformed',
    scope,
    item: {
      kind: 'target',
      ...(key && { key }),
      description: cleanMessage(`${resource.kind} ${name}`, 120),
    },
    reason,
  };
}
