import type {
  DeploymentOutcome,
  Judged,
  RunStatus,
  TargetOperation,
} from '@throughline/plugin-delivery-common';

type OperationStatus = Exclude<TargetOperation['status'], 'queued'>;

/**
 * What the results of builds mean (`hudson.model.Result`). An unstable build has failed tests, and is no success; a
 * build that was not built has not run.
 */
const RESULTS: Readonly<
  Record<
    string,
    {
      run: RunStatus;
      deployment: DeploymentOutcome;
      operation: OperationStatus;
    }
  >
> = {
  SUCCESS: {
    run: 'succeeded',
    deployment: 'succeeded',
    operation: 'succeeded',
  },
  UNSTABLE: { run: 'failed', deployment: 'failed', operation: 'failed' },
  FAILURE: { run: 'failed', deployment: 'failed', operation: 'failed' },
  NOT_BUILT: { run: 'skipped', deployment: 'cancelled', operation: 'failed' },
  ABORTED: { run: 'cancelled', deployment: 'cancelled', operation: 'failed' },
};

/** How a build stands, in all the words that are needed of it. */
export interface BuildStatus {
  run: Judged<RunStatus>;
  deployment: DeploymentOutcome;
  operation: OperationStatus;
  /** True where it will not change any more. */
  ended: boolean;
}

/**
 * Judges a build. While it runs, its result is what it would be at best, and says nothing yet; a result that is not
 * listed is unknown, never a success.
 */
export function buildStatus(build: {
  running: boolean;
  result: string | null | undefined;
}): BuildStatus {
  const raw = build.result?.slice(0, 60);
  if (build.running) {
    return {
      run: { status: 'running', raw: 'building' },
      deployment: 'running',
      operation: 'running',
      ended: false,
    };
  }
  const known =
    raw !== undefined && Object.hasOwn(RESULTS, raw) ? RESULTS[raw] : undefined;
  if (known) {
    return { ...known, run: { status: known.run, raw }, ended: true };
  }
  const reason = raw
    ? `the result '${raw}' is not known`
    : 'it does not run and has no result';
  return {
    run: { status: 'unknown', ...(raw ? { raw } : {}), reason },
    deployment: 'unknown',
    operation: 'unknown',
    // Without any result it may be between two states.
    ended: Boolean(raw),
  };
}
