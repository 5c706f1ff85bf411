import type { LoggerService } from '@backstage/backend-plugin-api';
import { type Lease, LeaseLostError, type LeaseStore } from './Lease';

/**
 * Work that one replica at a time does. It goes on until its signal is aborted; what it writes in the meantime is
 * guarded by {@link LeaseStore.assertHeld}.
 */
export type LeasedWork = (signal: AbortSignal, lease: Lease) => Promise<void>;

export interface LeaseManagerOptions {
  leases: LeaseStore;
  logger: LoggerService;
  /** Between two renewals, and between two attempts to take what others hold. */
  renewMs: number;
  expiryMs: number;
}

interface Job {
  name: string;
  work: LeasedWork;
  notBefore: number;
  held?: { lease: Lease; renewedAt: number; abort: AbortController };
  running?: Promise<void>;
}

/** How long work may take to end after its abort, before its lease is given back all the same. */
const PATIENCE_MS = 5000;

/** How long work that failed waits before it is tried again, here or on another replica. */
const REST_MS = 5000;

/**
 * Holds leases for pieces of work and runs each where, and for as long as, it is held. One heartbeat renews all
 * leases of the replica, so that their number does not matter.
 */
export class LeaseManager {
  readonly #jobs = new Map<string, Job>();
  #timer: NodeJS.Timeout | undefined;
  #beating = false;

  constructor(private readonly options: LeaseManagerOptions) {}

  /**
   * Runs work whenever this replica has the lease of that name, until it is stopped. Work that ends or fails is run
   * again after a rest.
   *
   * @returns how to stop; resolves when the work has ended and the lease is given back
   */
  runLeased(name: string, work: LeasedWork): { stop(): Promise<void> } {
    if (this.#jobs.has(name)) {
      throw new Error(`The lease '${name}' is already wanted by this replica`);
    }
    const job: Job = { name, work, notBefore: 0 };
    this.#jobs.set(name, job);
    this.#schedule(0);
    return { stop: () => this.#stop(job) };
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#beat(), delayMs);
    this.#timer.unref?.();
  }

  #beat(): void {
    this.#dropExpired();
    if (!this.#beating) {
      this.#beating = true;
      this.#renewAndAcquire()
        .catch(error =>
          this.options.logger.warn('Leases could not be renewed', error),
        )
        .finally(() => {
          this.#beating = false;
        });
    }
    if (this.#jobs.size > 0) {
      this.#schedule(this.options.renewMs);
    }
  }

  /** A database that does not answer lets the leases run out; whether others have them by now cannot be told. */
  #dropExpired(): void {
    const limit = this.options.expiryMs - this.options.renewMs;
    for (const job of this.#jobs.values()) {
      if (job.held && performance.now() - job.held.renewedAt > limit) {
        this.#lose(job);
      }
    }
  }

  async #renewAndAcquire(): Promise<void> {
    const startedAt = performance.now();
    const held = [...this.#jobs.values()].filter(job => job.held);
    const renewed = await this.options.leases.renew(
      held.map(job => job.held!.lease),
    );
    const fences = new Map(renewed.map(lease => [lease.name, lease.fence]));
    for (const job of held) {
      if (job.held && fences.get(job.name) === job.held.lease.fence) {
        job.held.renewedAt = startedAt;
      } else if (job.held) {
        this.#lose(job);
      }
    }
    const wanted = [...this.#jobs.values()].filter(
      job => !job.held && !job.running && job.notBefore <= startedAt,
    );
    const acquired = await this.options.leases.acquire(
      wanted.map(job => job.name),
    );
    for (const lease of acquired) {
      const job = this.#jobs.get(lease.name);
      if (job) {
        this.#run(job, lease, startedAt);
      } else {
        await this.options.leases.release(lease);
      }
    }
  }

  #run(job: Job, lease: Lease, renewedAt: number): void {
    const abort = new AbortController();
    const { logger } = this.options;
    job.held = { lease, renewedAt, abort };
    logger.debug(`Took the lease '${job.name}', fence ${lease.fence}`);
    job.running = Promise.resolve()
      .then(() => job.work(abort.signal, lease))
      .catch(error => {
        if (!abort.signal.aborted) {
          logger.error(`The work of the lease '${job.name}' failed`, error);
        }
      })
      .then(async () => {
        job.running = undefined;
        job.notBefore = performance.now() + REST_MS;
        if (job.held?.lease === lease) {
          job.held = undefined;
          await this.#release(lease);
        }
      });
  }

  #lose(job: Job): void {
    const { held } = job;
    job.held = undefined;
    this.options.logger.warn(`Lost the lease '${job.name}'`);
    held?.abort.abort(new LeaseLostError(job.name));
  }

  async #stop(job: Job): Promise<void> {
    this.#jobs.delete(job.name);
    const { held } = job;
    held?.abort.abort(new Error(`'${job.name}' is stopped`));
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      job.running,
      new Promise<void>(resolve => {
        timer = setTimeout(resolve, PATIENCE_MS);
      }),
    ]);
    clearTimeout(timer);
    if (job.held && held) {
      job.held = undefined;
      await this.#release(held.lease);
    }
    if (this.#jobs.size === 0) {
      clearTimeout(this.#timer);
    }
  }

  async #release(lease: Lease): Promise<void> {
    try {
      await this.options.leases.release(lease);
    } catch (error) {
      this.options.logger.warn(
        `The lease '${lease.name}' could not be given back; it runs out by itself`,
        error as Error,
      );
    }
  }
}
