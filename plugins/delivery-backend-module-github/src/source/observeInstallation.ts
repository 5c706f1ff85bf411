import type { Observation } from '@throughline/plugin-delivery-node';
import { BudgetSpent } from '../api/BudgetTracker';
import { PAGE } from '../graphql/fragments';
import { isDeepDue } from './observeRepository';
import type { Interesting } from './observeHost';
import { SWEEP_BATCH, sweepInterval } from './Schedule';
import { Worker, type InstallationPass, type Work } from './Worker';

/** How many changed repositories one query asks for. */
const RECENT_BATCH = 20;
/** Points that a page of a deep history costs at most, with its share of the paths' own histories. */
const POINTS_PER_PAGE = 3;
/** A pass does not go on for longer, so that hints have not to wait; the rest is done in the next one. */
const LONGEST_PASS_MS = 60_000;

/** One pass over the repositories of one installation: sweep, what changed, and then the deep histories. */
export async function* observeInstallation(
  pass: InstallationPass,
): AsyncGenerator<Observation> {
  const end = Date.now() + LONGEST_PASS_MS;
  const sweepEnd = end - LONGEST_PASS_MS / 2;
  const worker = new Worker(pass);
  const isHint = pass.context.reason === 'hint';
  const due = dueRepositories(pass);
  const found: Work[] = [];
  let spent = false;
  let cutShort = true;
  try {
    for (let from = 0; from < due.length && !spent; from += SWEEP_BATCH) {
      const work = await worker.sweep(due.slice(from, from + SWEEP_BATCH));
      found.push(...work);
      yield { type: 'alive' };
      yield* pass.problems.told();
      yield* inBatches(pass, work, some => worker.recent(some));
      spent = Date.now() > sweepEnd && from + SWEEP_BATCH < due.length;
    }
    if (!spent && due.length === pass.repositories.length && !isHint) {
      worker.throwIfForbidden();
    }
    // What is new everywhere comes before all of it anywhere.
    yield* inBatches(pass, found, some => worker.rest(some), end);
    for (const work of found.filter(({ pass: one }) => isDeepDue(one))) {
      if (Date.now() > end) {
        postpone(pass, [work]);
      } else if (pass.client.affords('graphql', deepPoints(pass))) {
        yield* worker.deep(work);
        yield* pass.memory.checkpoint(pass.cursor.toString());
      } else {
        work.unfinished = true;
      }
    }
    spent ||= found.some(work => work.unfinished);
    cutShort = false;
  } catch (error) {
    if (!(error instanceof BudgetSpent)) {
      throw error;
    }
    cutShort = false;
    spent = true;
  } finally {
    // By a failure, or by a consumer who has something more urgent: it was looked at, but not all of it was told.
    if (cutShort) {
      postpone(pass, found);
    }
  }
  if (!isHint) {
    tellBacklog(pass, spent);
  }
  yield* pass.problems.told();
}

/** A checkpoint after each batch, so that a restart does not begin all over. */
async function* inBatches(
  pass: InstallationPass,
  work: readonly Work[],
  tell: (some: readonly Work[]) => AsyncGenerator<Observation>,
  end = Infinity,
): AsyncGenerator<Observation> {
  for (let at = 0; at < work.length; at += RECENT_BATCH) {
    if (Date.now() > end) {
      postpone(pass, work.slice(at));
      return;
    }
    yield* tell(work.slice(at, at + RECENT_BATCH));
    yield* pass.memory.checkpoint(pass.cursor.toString());
  }
}

/** There was no time for these: they are due again in the next pass. */
function postpone(pass: InstallationPass, work: readonly Work[]): void {
  work.forEach(one => {
    one.unfinished = true;
    pass.memory.schedule.wake(one.pass.name.identity);
  });
}

function deepPoints(pass: InstallationPass): number {
  return Math.ceil(pass.config.history.commits / PAGE) * POINTS_PER_PAGE;
}

function dueRepositories(pass: InstallationPass): Interesting[] {
  if (pass.context.reason === 'hint') {
    return [...pass.repositories];
  }
  const { schedule } = pass.memory;
  const interval = sweepInterval(
    pass.repositories.length,
    pass.access.installation.budget.allowance('graphql'),
    pass.config.pollMs,
  );
  pass.hinted.forEach(identity => schedule.heat(identity));
  const byIdentity = pass.repositories.map(one => ({
    ...one,
    identity: one.name.identity,
  }));
  // What has become of interest, or in another way, wants an answer now.
  byIdentity
    .filter(one => pass.memory.isNews(one.interest))
    .forEach(one => schedule.wake(one.identity));
  return schedule.due(byIdentity, interval);
}

function tellBacklog(pass: InstallationPass, spent: boolean): void {
  const scope = `backlog:${pass.access.installation.key}`;
  if (spent) {
    pass.problems.add(
      scope,
      'Some repositories wait for their turn: more was to be read than the share of the rate limit allows for now',
    );
  } else {
    pass.problems.clear(scope);
  }
}
