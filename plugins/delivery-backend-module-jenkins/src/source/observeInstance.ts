import {
  FailureTally,
  interleave,
  SourceFailure,
  type Observation,
  type ObserveContext,
} from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { NotThere } from '../api/NotThere';
import type { InstanceConfig } from '../config/readJenkinsConfig';
import { ruleFor } from '../deploy/DeployRule';
import type { JobPass } from './collectJob';
import { readQueue, tellQueue } from './collectQueue';
import { collectRoot, scopeOf } from './collectRoot';
import { JenkinsCursor } from './JenkinsCursor';
import { listJobs } from './listJobs';
import { Problems } from './Problems';
import { covers, nearestRoot, rootsOf, type Root } from './Root';
import { StageReader } from './StageReader';

/** Jenkins answers from its own memory and disk, in threads that its users' pages need as well. */
const PARALLEL = 2;
const CHECKPOINT_AFTER = 50;

const NO_STAGES =
  'The stage view is not installed (plugin Pipeline: Stage View or Pipeline: REST API): runs show no stages, and a build that waits for a person shows as running';

/** What one pass leaves to the next one beside the cursor. */
export interface PassMemory {
  /** True where the last pass was whole and its cursor was given, so that the cursor knows all that was told. */
  certain: boolean;
  /** Names that entities have for pipelines, and that are of folders. */
  readonly folders: Set<string>;
}

/** One pass over a Jenkins. */
export async function* observeInstance(
  instance: InstanceConfig,
  client: JenkinsClient,
  context: ObserveContext,
  memory: PassMemory,
): AsyncGenerator<Observation> {
  const { signal, interests, hints, reason } = context;
  const cursor = JenkinsCursor.parse(context.cursor);
  const problems = new Problems(cursor.problems, memory.certain);
  memory.certain = false;
  const queue = await readQueue(client);
  yield { type: 'alive' };

  const roots = rootsOf(interests, instance, instance.rules);
  const subjects = hints.map(hint => hint.subject);
  const wanted = roots.filter(
    root =>
      reason !== 'hint' ||
      subjects.some(
        subject =>
          nearestRoot(roots, subject) === root ||
          covers(subject, root.fullName),
      ),
  );
  const pass: JobPass = {
    client,
    stages: new StageReader(client, signal),
    rules: instance.rules,
    isLibrary: instance.isLibrary,
    started: new Set(),
  };
  const failures = new FailureTally();
  async function* lookAt({
    fullName,
    named,
  }: Root): AsyncGenerator<Observation> {
    const scope = scopeOf(fullName);
    try {
      const list = await listJobs(client, fullName);
      memory.folders[list.isFolder ? 'add' : 'delete'](fullName);
      yield* problems.set(`limit:${fullName}`, list.limit);
      const before = cursor.roots.get(fullName);
      const root = { fullName, named };
      yield* collectRoot(pass, roots, root, list, before, state =>
        cursor.roots.set(fullName, state),
      );
      failures.good();
      yield* problems.close(scope);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof NotThere) {
        failures.good();
        yield* problems.open(scope, missing(fullName));
      } else if (concernsPart(error)) {
        failures.bad(error);
        yield* problems.open(scope, error.message);
      } else {
        throw error;
      }
    }
  }
  let looked = 0;
  const tasks = wanted.map(
    root =>
      async function* task() {
        yield* lookAt(root);
        looked += 1;
        const checkpoint = looked % CHECKPOINT_AFTER === 0;
        if (checkpoint) {
          yield { type: 'checkpoint' as const, cursor: cursor.toString() };
        }
      },
  );
  yield* interleave<Observation>(tasks, PARALLEL);
  failures.throwIfAll(reason !== 'hint');
  if (reason !== 'hint') {
    yield* forget(cursor, problems, new Set(roots.map(root => root.fullName)));
    yield* problems.set('stages', pass.stages.absent ? NO_STAGES : undefined);
  }
  const waiting = queue.builds.filter(({ fullName, id }) => {
    const root = nearestRoot(roots, fullName);
    const counts = root?.named || ruleFor(instance.rules, fullName);
    return root && counts && !pass.started.has(id);
  });
  if (waiting.length > 0 || queue.malformed.length > 0 || cursor.queued) {
    yield* tellQueue(queue, build => waiting.includes(build));
    cursor.queued = waiting.length > 0;
  }
  if (cursor.toString() !== context.cursor) {
    yield { type: 'checkpoint', cursor: cursor.toString() };
  }
  memory.certain = reason !== 'hint';
}

/** Whether a failure may be of one folder or job only; a rate limit is of all of Jenkins. */
function concernsPart(error: unknown): error is SourceFailure {
  return error instanceof SourceFailure && error.kind !== 'rateLimit';
}

function missing(name: string): string {
  return `There is no job or folder ${name}, or its user may not see it: Jenkins answers 404 for both. Is the name whole, with its folders, and has the user the right Job/Read there?`;
}

/** What is of no interest any more goes. */
function* forget(
  cursor: JenkinsCursor,
  problems: Problems,
  wanted: ReadonlySet<string>,
): Generator<Observation> {
  for (const name of [...cursor.roots.keys()]) {
    if (!wanted.has(name)) {
      cursor.roots.delete(name);
      yield { type: 'listing', scope: scopeOf(name) };
      yield { type: 'listed', scope: scopeOf(name) };
    }
  }
  const scopes = new Set(
    [...wanted].flatMap(name => [scopeOf(name), `limit:${name}`]),
  );
  yield* problems.keepOnly(scope => scope === 'stages' || scopes.has(scope));
}
