import { ApplicationStreams } from './argo.mjs';
import { Signals } from './Signals.mjs';
import { quantile } from './wait.mjs';

const ASK_AT_ONCE = 8;

export const serviceName = index => `svc-${String(index).padStart(5, '0')}`;
export const pagePath = name =>
  `/api/delivery/entities/default/component/${name}`;

/**
 * Measures the time from an Application's event on Argo CD's stream, which the benchmark reads itself, to the signal
 * that tells the open page of its service to ask again.
 */
export class Lag {
  #waiting = new Map();
  #latencies = [];
  #events = 0;
  #signals = new Signals();

  constructor(portal, ports, services) {
    Object.assign(this, { portal, services });
    this.streams = new ApplicationStreams(ports, (name, at) =>
      this.#changed(name, at),
    );
  }

  /** Learns each page's channel, and begins to listen. */
  async open() {
    await this.#signals.open(this.portal);
    let next = 1;
    const learn = async () => {
      while (next <= this.services) {
        const name = serviceName(next++);
        const { channel } = await this.portal.get(pagePath(name));
        this.#signals.on(channel, at => this.#told(name, at));
      }
    };
    await Promise.all(Array.from({ length: ASK_AT_ONCE }, learn));
    await this.streams.open();
  }

  /** Forgets what was measured so far; what is under way is still waited for. */
  reset() {
    this.#latencies = [];
    this.#events = 0;
  }

  /** How it was since the last reset; what is not told yet counts with its age. */
  read() {
    const now = performance.now();
    const ages = [...this.#waiting.values()].flat().map(at => now - at);
    const all = [...this.#latencies, ...ages];
    return {
      events: this.#events,
      told: this.#latencies.length,
      waiting: ages.length,
      p50: quantile(all, 0.5),
      p99: quantile(all, 0.99),
      max: all.length > 0 ? Math.max(...all) : undefined,
      oldest: Math.max(0, ...ages),
    };
  }

  /** Gives up on what was never told; answers with how many those were. */
  forget() {
    const lost = [...this.#waiting.values()].flat().length;
    this.#waiting.clear();
    return lost;
  }

  close() {
    this.streams.close();
    this.#signals.close();
  }

  #changed(application, at) {
    const name = /^(svc-\d+)-/.exec(application)?.[1];
    if (name) {
      this.#events += 1;
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), at]);
    }
  }

  #told(name, at) {
    for (const since of this.#waiting.get(name) ?? []) {
      this.#latencies.push(at - since);
    }
    this.#waiting.delete(name);
  }
}
