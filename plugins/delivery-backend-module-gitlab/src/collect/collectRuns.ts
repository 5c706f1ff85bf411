import { isTerminalRun } from '@throughline/plugin-delivery-common';
import {
  readItems,
  tellItems,
  tellMalformed,
  type Observation,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import {
  pipelineKey,
  readPipeline,
  type ReadPipeline,
} from '../map/readPipeline';
import { advance, isNews } from '../source/Watermark';
import { hidden } from './hidden';
import { findDeleted } from './findDeleted';
import { projectPath, scopeOf, type ProjectPass } from './ProjectPass';
import { primeChecks, readNewest } from './readNewest';
import { readPipelineJobs } from './readPipelineJobs';

/** Of those that had ended before the first look, the jobs of so many are asked for. */
const FIRST_JOBS = 5;
const MAX_ACTIVE = 20;
const MAX_PAGES = 5;
/** So many are told at a time, as each takes some calls. */
const BATCH = 10;

/**
 * Tells the pipelines that changed since the last look, with their jobs. The list has no better way to page than by
 * number, so what is asked for is what changed since; the jobs of those under way change without it.
 */
export async function* collectRuns(
  pass: ProjectPass,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass, 'runs');
  const { state } = pass;
  const before = state.runs;
  const results = (await readChanged(pass, before?.mark?.until)).filter(
    result => result.type === 'malformed' || isNews(before?.mark, result.item),
  );
  const listed = new Set(readItems(results).map(({ id }) => id));
  const { alone, missing } = await readAlone(
    pass,
    (before?.active ?? []).filter(id => !listed.has(id)),
  );
  const { newest, deleted } = await findDeleted(pass, before?.newest);
  const pipelines = [...readItems(results), ...alone];
  if (pipelines.length > 0) {
    await primeChecks(pass);
  }
  pipelines.forEach(one => pass.memory.noteCheck(pass.identity, one));

  if (!before) {
    yield { type: 'listing', scope };
  }
  yield* tellPipelines(pass, scope, pipelines, before ? Infinity : FIRST_JOBS);
  yield* tellMalformed(scope, results);
  if (!before) {
    yield { type: 'listed', scope };
  }
  const gone = [...new Set([...missing, ...deleted])];
  if (gone.length > 0) {
    yield {
      type: 'vanished',
      scope,
      items: gone.map(id => ({
        kind: 'run',
        key: pipelineKey(pass.identity, id),
      })),
    };
  }
  pass.changed = pipelines;
  state.runs = {
    mark: advance(before?.mark, readItems(results)),
    newest,
    active: pipelines
      .filter(({ status: { status } }) => isUnderWay(status))
      .map(({ id }) => id)
      .sort((a, b) => a - b)
      .slice(-MAX_ACTIVE),
  };
}

/** What waits for a person may wait for weeks, and its list says when it goes on. */
function isUnderWay(status: string): boolean {
  return status === 'running' || status === 'queued';
}

async function readChanged(
  pass: ProjectPass,
  until: string | undefined,
): Promise<ReadResult<ReadPipeline>[]> {
  if (!until) {
    return readNewest(pass);
  }
  // The oldest change first: what there are too many of comes at the next look.
  const changed = await pass.client.list(
    'pipelines',
    projectPath(pass, 'pipelines'),
    { order_by: 'updated_at', sort: 'asc', updated_after: until },
    MAX_PAGES,
  );
  if (!changed) {
    throw hidden('its pipelines');
  }
  return changed.items.map(node =>
    readPipeline(pass.identity, pass.project, node),
  );
}

async function readAlone(
  pass: ProjectPass,
  ids: readonly number[],
): Promise<{ alone: ReadPipeline[]; missing: number[] }> {
  const alone: ReadPipeline[] = [];
  const missing: number[] = [];
  for (const id of ids) {
    const answer = await pass.client.get(
      'pipeline',
      projectPath(pass, 'pipelines', String(id)),
    );
    if (answer.type === 'missing') {
      missing.push(id);
    } else {
      alone.push(
        ...readItems([readPipeline(pass.identity, pass.project, answer.json)]),
      );
    }
  }
  return { alone, missing };
}

async function* tellPipelines(
  pass: ProjectPass,
  scope: string,
  pipelines: readonly ReadPipeline[],
  jobsOfEnded: number,
): AsyncGenerator<Observation> {
  let ended = 0;
  for (let from = 0; from < pipelines.length; from += BATCH) {
    const items = [];
    for (const pipeline of pipelines.slice(from, from + BATCH)) {
      ended += isTerminalRun(pipeline.status.status) ? 1 : 0;
      const withJobs =
        !isTerminalRun(pipeline.status.status) || ended <= jobsOfEnded;
      items.push(
        withJobs ? await readPipelineJobs(pass, pipeline) : pipeline.item,
      );
    }
    yield* tellItems(scope, items);
  }
}
