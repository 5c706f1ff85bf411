import type { Evaluated } from './evaluate';
import { ALERT_ABOVE } from './queries';

const PENDING_MS = 15_000;

/** Remembers since when each service is over the bound. */
export class Alerts {
  readonly #since = new Map<string, number>();

  of(shares: readonly Evaluated[], now: number): object[] {
    const over = shares.filter(({ value }) => value > ALERT_ABOVE);
    const keys = new Set(over.map(({ metric }) => JSON.stringify(metric)));
    for (const key of this.#since.keys()) {
      if (!keys.has(key)) {
        this.#since.delete(key);
      }
    }
    return over.map(({ metric, value }) => {
      const key = JSON.stringify(metric);
      const since = this.#since.get(key) ?? now;
      this.#since.set(key, since);
      return {
        labels: { alertname: 'HighErrorRate', severity: 'critical', ...metric },
        annotations: {
          summary: `${metric.service} answers many requests with errors`,
        },
        state: now - since < PENDING_MS ? 'pending' : 'firing',
        activeAt: new Date(since).toISOString(),
        value: value.toExponential(),
      };
    });
  }
}
