/** A state that people are told about when an environment comes into it. */
export type NotableState = 'drifted' | 'degraded';

const STATES: readonly NotableState[] = ['drifted', 'degraded'];

/** Of one state of an environment. Times are ISO 8601. */
export interface FollowedState {
  /** Since when it is so; absent where it is not. */
  since?: string;
  /** That it is so needs no telling any more. */
  settled?: boolean;
  /** When it was told last. */
  toldAt?: string;
}

/** By environment and state. */
export type FollowedStates = Record<
  string,
  Partial<Record<NotableState, FollowedState>>
>;

/** What a service's environments are now. */
export type CellFlags = { environment: string } & Record<NotableState, boolean>;

/** Something that is to be told. */
export interface StateEvent {
  environment: string;
  state: NotableState;
  /** ISO 8601 */
  since: string;
}

/** For how long a state must last before anybody is told: a sync that is under way drifts for a moment. */
export interface Holds extends Record<NotableState, number> {
  /** The shortest time between two messages about one state of one environment. */
  again: number;
}

/** The holds in milliseconds, unless told. */
export const HOLDS: Holds = {
  drifted: 5 * 60_000,
  degraded: 60_000,
  again: 30 * 60_000,
};

/**
 * Follows the states of a service's environments.
 *
 * @param before - undefined where it is looked at for the first time: what is so already is no news
 * @returns what to remember, what to tell, and when to look again though nothing changes
 */
export function followStates(
  before: FollowedStates | undefined,
  cells: readonly CellFlags[],
  now: number,
  holds: Holds = HOLDS,
): { after: FollowedStates; events: StateEvent[]; dueAt?: string } {
  const after: FollowedStates = {};
  const events: StateEvent[] = [];
  const due: number[] = [];
  for (const cell of cells) {
    const { environment } = cell;
    for (const state of STATES) {
      const { settled = false, ...known } =
        before?.[environment]?.[state] ?? {};
      const told = known.toldAt ? { toldAt: known.toldAt } : {};
      const mayTellAt = known.toldAt
        ? Date.parse(known.toldAt) + holds.again
        : 0;
      let next: FollowedState = mayTellAt > now ? told : {};
      if (cell[state]) {
        const since = known.since ?? new Date(now).toISOString();
        const tellAt = Math.max(Date.parse(since) + holds[state], mayTellAt);
        next = { since, ...told };
        if (before === undefined || settled) {
          next.settled = true;
        } else if (tellAt <= now) {
          events.push({ environment, state, since });
          next.settled = true;
          next.toldAt = new Date(now).toISOString();
        } else {
          due.push(tellAt);
        }
      }
      if (Object.keys(next).length > 0) {
        after[environment] = { ...after[environment], [state]: next };
      }
    }
  }
  return {
    after,
    events,
    ...(due.length > 0
      ? { dueAt: new Date(Math.min(...due)).toISOString() }
      : {}),
  };
}
