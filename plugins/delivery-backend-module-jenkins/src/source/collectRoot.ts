import {
  MAX_BATCH,
  tellItems,
  tellMalformed,
  type ItemRef,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { ruleFor } from '../deploy/DeployRule';
import { runKey } from '../map/readBuild';
import { NotThere } from '../api/NotThere';
import { collectJob, type JobPass } from './collectJob';
import type { JobState, RootState } from './JenkinsCursor';
import type { JobList, ListedJob } from './listJobs';
import { nearestRoot, type Root } from './Root';

/** The scope of what is told of a root. */
export function scopeOf(root: string): string {
  return `jobs:${root}`;
}

/**
 * Tells what is new of the jobs of a root. The first time all that Jenkins has is listed; after that a build that
 * Jenkins discarded stays known, and the builds of a job that is gone go with it.
 *
 * @param roots - all roots, as a job below two of them belongs to the nearer one
 * @param before - what was told; undefined for the first time
 * @param tell - takes what is to be remembered
 */
export async function* collectRoot(
  pass: JobPass,
  roots: readonly Root[],
  root: Root,
  list: JobList,
  before: RootState | undefined,
  tell: (state: RootState) => void,
): AsyncGenerator<Observation> {
  const scope = scopeOf(root.fullName);
  const state: RootState = {
    jobs: new Map(before?.jobs),
    targets: new Map(before?.targets),
  };
  if (!before) {
    yield { type: 'listing', scope };
  }
  yield* tellMalformed(scope, list.malformed);
  let gone = 0;
  for (const job of list.jobs.filter(one => counts(pass, roots, root, one))) {
    try {
      yield* collected(pass, job, state, scope);
    } catch (error) {
      if (!(error instanceof NotThere)) {
        throw error;
      }
      // It went while it was being read; the next pass sees that it is not there.
      gone += 1;
    }
  }
  if (!before && list.complete && gone === 0) {
    yield { type: 'listed', scope };
  }
  if (before && list.complete) {
    const present = new Set(
      list.jobs
        .filter(job => counts(pass, roots, root, job))
        .map(job => job.fullName),
    );
    for (const job of [...state.jobs.keys()]) {
      if (!present.has(job)) {
        const items = forget(state, job);
        // What a nearer root has taken over is told there, and is not gone.
        yield* batches(scope, isOf(roots, root, job) ? items : []);
      }
    }
  }
  tell(state);
}

function counts(
  pass: JobPass,
  roots: readonly Root[],
  root: Root,
  { fullName }: Pick<ListedJob, 'fullName'>,
): boolean {
  return (
    isOf(roots, root, fullName) &&
    (root.named || ruleFor(pass.rules, fullName) !== undefined)
  );
}

function isOf(roots: readonly Root[], root: Root, job: string): boolean {
  return nearestRoot(roots, job)?.fullName === root.fullName;
}

async function* collected(
  pass: JobPass,
  job: ListedJob,
  state: RootState,
  scope: string,
): AsyncGenerator<Observation> {
  const {
    items,
    malformed,
    vanished: missing,
  } = await collectJob(pass, job, state);
  yield* tellItems(scope, items);
  yield* tellMalformed(scope, malformed);
  yield* batches(scope, missing);
}

/** What is known of a job; from now on, nothing is. */
function forget(state: RootState, job: string): ItemRef[] {
  const known = state.jobs.get(job);
  state.jobs.delete(job);
  const targets = [...state.targets.keys()].filter(key =>
    key.startsWith(`${job}@`),
  );
  targets.forEach(key => state.targets.delete(key));
  return [
    ...(known ? buildsOf(job, known) : []),
    ...targets.map(key => ({ kind: 'target' as const, key })),
  ];
}

function buildsOf(job: string, { from, to }: JobState): ItemRef[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => ({
    kind: 'run' as const,
    key: runKey(job, from + index),
  }));
}

function* batches(scope: string, items: ItemRef[]): Generator<Observation> {
  for (let from = 0; from < items.length; from += MAX_BATCH) {
    yield {
      type: 'vanished',
      scope,
      items: items.slice(from, from + MAX_BATCH),
    };
  }
}
