import { ApplicationStreams } from './argo.mjs';
import { Signals } from './Signals.mjs';
import { quantile } from './wait.mjs';

const ASK_AT_ONCE = 8;
/** As a page that is open does. */
const ASK_EVERY_MS = 60_000;

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
  #open = new Set();
  #signals = new Signals();
  #asking;

  /** @param options - how many services there are, and how many of them have their page open */
  constructor(portal, ports, { services, openPages }) {
    this.portal = portal;
    const open = Math.min(openPages, services);
    for (let i = 0; i < open; i += 1) {
      this.#open.add(serviceName(1 + Math.floor((i * services) / open)));
    }
    this.streams = new ApplicationStreams(ports, (name, at) =>
      this.#changed(name, at),
    );
  }

  /** Opens the pages: learns each one's channel, and begins to listen. */
  async open() {
    await this.#signals.open(this.portal);
    const names = [...this.#open];
    const learn = async () => {
      for (let name = names.shift(); name; name = names.shift()) {
        const { channel } = await this.portal.get(pagePath(name));
        this.#signals.on(channel, at => this.#told(name, at));
      }
    };
    await Promise.all(Array.from({ length: ASK_AT_ONCE }, learn));
    this.#asking = setInterval(() => this.#askAgain(), ASK_EVERY_MS);
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
    clearInterval(this.#asking);
    this.streams.close();
    this.#signals.close();
  }

  async #askAgain() {
    for (const name of this.#open) {
      await this.portal.get(pagePath(name)).catch(() => {});
    }
  }

  #changed(application, at) {
    const name = /^(svc-\d+)-/.exec(application)?.[1];
    if (name) {
      this.#events += 1;
    }
    if (this.#open.has(name)) {
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
