import { RunRecord } from './records';

/** A run as one of its attempts had it; undefined where there was no such attempt. */
export function attemptOf(
  run: RunRecord,
  attempt: number,
): RunRecord | undefined {
  if (attempt === run.attempt) {
    return run;
  }
  const earlier = run.earlier?.find(each => each.attempt === attempt);
  return earlier && { ...run, startedBy: undefined, ...earlier };
}

/** The next attempt of a run: of all of it, or of what did not succeed. */
export function nextAttempt(
  run: RunRecord,
  options: { startedBy: string; onlyFailed: boolean },
): RunRecord {
  const { attempt, status, conclusion, startedAt, updatedAt, startedBy, jobs } =
    run;
  const now = new Date().toISOString();
  const failed = jobs.findIndex(job => job.conclusion !== 'success');
  return {
    ...run,
    attempt: attempt + 1,
    status: 'queued',
    conclusion: null,
    startedAt: now,
    updatedAt: now,
    startedBy: options.startedBy,
    jobs: options.onlyFailed && failed > 0 ? jobs.slice(0, failed) : [],
    earlier: [
      ...(run.earlier ?? []),
      {
        attempt,
        status,
        conclusion,
        startedAt,
        updatedAt,
        ...(startedBy && { startedBy }),
        jobs,
      },
    ],
  };
}
