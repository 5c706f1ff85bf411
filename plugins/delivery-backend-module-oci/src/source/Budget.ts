import type { Observation } from '@throughline/plugin-delivery-node';
import type { RateLimit } from '../registry/readRateLimit';

/** Says what is left of the registry's limit, where that has changed. */
export class Budget {
  #heard: RateLimit | undefined;
  #told: number | undefined;

  hear(limit: RateLimit): void {
    this.#heard = limit;
  }

  *tell(): Generator<Observation> {
    if (this.#heard && this.#heard.remaining !== this.#told) {
      this.#told = this.#heard.remaining;
      yield { type: 'budget', ...this.#heard };
    }
  }
}
