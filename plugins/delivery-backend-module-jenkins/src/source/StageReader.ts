import type { RunItem } from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { NotThere } from '../api/NotThere';
import { withStages } from '../map/withStages';

/** The most builds whose stages are asked for in one pass; each costs a request. */
const MAX_REQUESTS = 60;

/** So many failures in a row say that the others will fail as well. */
const GIVE_UP_AFTER = 3;

/** Asks for stages within the limits of one pass. */
export class StageReader {
  #left = MAX_REQUESTS;
  #missing = 0;
  #failures = 0;
  #found = false;

  constructor(
    private readonly client: JenkinsClient,
    private readonly signal: AbortSignal,
  ) {}

  /** True where Jenkins seems to have no API for stages. */
  get absent(): boolean {
    return !this.#found && this.#missing >= GIVE_UP_AFTER;
  }

  /**
   * The run with its stages.
   *
   * @returns undefined where they could not be asked for now; later they may
   */
  async addStages(
    fullName: string,
    number: number,
    run: RunItem,
  ): Promise<RunItem | undefined> {
    if (this.absent) {
      return run;
    }
    if (this.#left === 0 || this.#failures >= GIVE_UP_AFTER) {
      return undefined;
    }
    this.#left -= 1;
    try {
      const answer = await this.client.stages(fullName, number);
      this.#found = true;
      this.#failures = 0;
      return withStages(run, answer);
    } catch (error) {
      this.signal.throwIfAborted();
      if (error instanceof NotThere) {
        this.#missing += 1;
        return run;
      }
      this.#failures += 1;
      return undefined;
    }
  }
}
