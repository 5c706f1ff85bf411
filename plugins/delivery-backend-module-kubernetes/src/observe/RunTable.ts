import type { CronRun } from '../health';
import { packUid } from '../pods/packUid';

/** The runs of CronJobs: their Jobs. All uids are packed. */
export class RunTable {
  /** Job → CronJob. */
  readonly #cronJobs = new Map<string, string>();
  readonly #runs = new Map<string, Map<string, CronRun>>();

  /** Takes a Job's newest state; returns the CronJob. */
  apply(uid: string, cronJobUid: string, run: CronRun): string {
    const job = packUid(uid);
    const cronJob = packUid(cronJobUid);
    this.#cronJobs.set(job, cronJob);
    const runs = this.#runs.get(cronJob) ?? new Map<string, CronRun>();
    this.#runs.set(cronJob, runs.set(job, run));
    return cronJob;
  }

  /** Forgets a Job; returns the CronJob where it was known. */
  remove(uid: string): string | undefined {
    const job = packUid(uid);
    const cronJob = this.#cronJobs.get(job);
    if (cronJob !== undefined) {
      this.#cronJobs.delete(job);
      const runs = this.#runs.get(cronJob);
      runs?.delete(job);
      if (runs?.size === 0) {
        this.#runs.delete(cronJob);
      }
    }
    return cronJob;
  }

  /** The CronJob that a Job belongs to. */
  cronJobOf(job: string): string | undefined {
    return this.#cronJobs.get(job);
  }

  /** All CronJobs that have runs. */
  cronJobs(): string[] {
    return [...this.#runs.keys()];
  }

  /** The Jobs of a CronJob. */
  jobsOf(cronJob: string): string[] {
    return [...(this.#runs.get(cronJob)?.keys() ?? [])];
  }

  /** The runs of a CronJob. */
  runsOf(cronJob: string): CronRun[] {
    return [...(this.#runs.get(cronJob)?.values() ?? [])];
  }
}
