import { Allowance } from './Allowance';
import { Pace } from './Pace';
import type { RunFacts } from './runFacts';
import type { RunObject } from './schemas';

const MAX_KEPT = 5_000;

/** What a source remembers between two passes, to ask for less. A restart costs nothing but some calls. */
export class OrganizationMemory {
  readonly facts = new Map<string, RunFacts>();
  /** The API allows 30 lists of runs a minute; a third is left to others. */
  readonly listings = new Allowance(20, 60_000);
  readonly pace: Pace;
  readonly #told = new Map<string, string>();

  /** @param gapMs - between two calls: the API allows 30 a second */
  constructor(gapMs = 50) {
    this.pace = new Pace(gapMs);
  }

  /** Whether there is something about a run that was not told yet. */
  isNews(run: RunObject): boolean {
    return this.#told.get(run.id) !== markOf(run);
  }

  /** Remembers that it was. */
  told(run: RunObject): void {
    this.#told.set(run.id, markOf(run));
    for (const kept of [this.#told, this.facts]) {
      while (kept.size > MAX_KEPT) {
        kept.delete(kept.keys().next().value!);
      }
    }
  }
}

function markOf({ attributes }: RunObject): string {
  return JSON.stringify([
    attributes.status,
    attributes.actions?.['is-confirmable'],
    attributes['status-timestamps'],
  ]);
}
