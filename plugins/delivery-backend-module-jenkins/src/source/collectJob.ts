import {
  readItems,
  type ItemRef,
  type ObservedItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { NotThere } from '../api/NotThere';
import {
  ALL_BUILDS,
  BUILD_TREE,
  buildsTree,
  NEWEST_BUILDS,
} from '../api/trees';
import { ItemSchema } from '../api/schemas';
import { ruleFor, type DeployRule } from '../deploy/DeployRule';
import { readDeployed } from '../deploy/readDeployed';
import { ENTITY_LABEL, tellDeployments } from '../deploy/tellDeployments';
import { readBuild, runKey, type ReadBuild } from '../map/readBuild';
import type { JobState, RootState } from './JenkinsCursor';
import type { ListedJob } from './listJobs';
import type { StageReader } from './StageReader';

/** Of a job that is new, the stages of so many of the newest builds are asked for. */
const FIRST_STAGES = 5;
const MAX_OPEN = 50;

/** What a pass works with. */
export interface JobPass {
  client: JenkinsClient;
  stages: StageReader;
  rules: readonly DeployRule[];
  isLibrary(repository: string): boolean;
  /** The items of the queue that have become builds; filled as builds are seen. */
  started: Set<number>;
}

/** What came of one job. */
export interface JobNews {
  items: ObservedItem[];
  malformed: ReadResult<unknown>[];
  vanished: ItemRef[];
}

/**
 * Tells the builds of a job that are new, run or have just ended. A build that ended was told, and stays known when
 * Jenkins discards it.
 *
 * @param root - what was told before; brought up to date
 * @throws NotThere, SourceFailure
 */
export async function collectJob(
  pass: JobPass,
  job: ListedJob,
  root: RootState,
): Promise<JobNews> {
  const before = root.jobs.get(job.fullName);
  const listed = await readListed(pass, job, before);
  for (const result of listed.results) {
    if (result.type === 'item' && result.item.queueId !== undefined) {
      pass.started.add(result.item.queueId);
    }
  }
  const open = new Set(before?.open ?? []);
  const alone = await readAlone(
    pass,
    job,
    [...open].filter(number => !listed.numbers.has(number)),
  );
  const awaited = new Set(before?.stages ?? []);
  const telling = [...listed.results, ...alone.results].filter(
    result =>
      result.type === 'malformed' ||
      !before ||
      result.item.number > before.to ||
      open.has(result.item.number) ||
      awaited.has(result.item.number),
  );
  const builds = readItems(telling).sort((a, b) => b.number - a.number);
  const { told, lacking } = await addStages(pass, job, builds, !before);
  const rule = ruleFor(pass.rules, job.fullName);
  const deployed = rule
    ? told.flatMap(build => readDeployed(rule, job.fullName, build) ?? [])
    : [];
  const owners = new Map(
    deployed.map(({ build, service }) => [build.number, service]),
  );
  root.jobs.set(
    job.fullName,
    nextState(before, listed.numbers, {
      open: [
        ...told.filter(build => !build.status.ended).map(one => one.number),
        ...listed.unreadable,
      ],
      stages: lacking,
    }),
  );
  return {
    items: [
      ...told.map(({ run, number }) => {
        const service = owners.get(number);
        return service ? { ...run, labels: { [ENTITY_LABEL]: service } } : run;
      }),
      ...tellDeployments(job.fullName, deployed, root.targets),
    ],
    malformed: telling.filter(({ type }) => type === 'malformed'),
    vanished: alone.missing.map(number => ({
      kind: 'run',
      key: runKey(job.fullName, number),
    })),
  };
}

/** The builds of the list; more of them where it does not reach back to what was told before. */
async function readListed(
  pass: JobPass,
  job: ListedJob,
  before: JobState | undefined,
) {
  let results = readAll(pass, job, job.builds);
  const oldest = Math.min(...numbersOf(results).keys());
  const reachesBack = oldest <= (before?.to ?? 0) + 1;
  if (job.builds.length >= NEWEST_BUILDS && !reachesBack) {
    const answer = await pass.client.item(job.fullName, buildsTree(ALL_BUILDS));
    const more = ItemSchema.safeParse(answer).data?.builds;
    results = more ? readAll(pass, job, more) : results;
  }
  const numbers = numbersOf(results);
  return {
    results,
    numbers: new Set(numbers.keys()),
    unreadable: [...numbers].flatMap(([number, ok]) => (ok ? [] : [number])),
  };
}

function readAll(
  pass: JobPass,
  job: ListedJob,
  nodes: readonly unknown[],
): ReadResult<ReadBuild>[] {
  return nodes.map(node => readBuild(job, node, pass.isLibrary));
}

/** The numbers of builds, and whether each could be read. */
function numbersOf(
  results: readonly ReadResult<ReadBuild>[],
): Map<number, boolean> {
  return new Map(
    results.flatMap((result): [number, boolean][] => {
      if (result.type === 'item') {
        return [[result.item.number, true]];
      }
      const [, digits] = /#(\d+)$/.exec(result.key ?? '') ?? [];
      return digits ? [[Number(digits), false]] : [];
    }),
  );
}

/** Builds that had not ended, and that newer ones have pushed out of the list. */
async function readAlone(
  pass: JobPass,
  job: ListedJob,
  numbers: readonly number[],
): Promise<{ results: ReadResult<ReadBuild>[]; missing: number[] }> {
  const results: ReadResult<ReadBuild>[] = [];
  const missing: number[] = [];
  for (const number of numbers) {
    try {
      const answer = await pass.client.build(job.fullName, number, BUILD_TREE);
      results.push(readBuild(job, answer, pass.isLibrary));
    } catch (error) {
      if (!(error instanceof NotThere)) {
        throw error;
      }
      missing.push(number);
    }
  }
  return { results, missing };
}

async function addStages(
  pass: JobPass,
  job: ListedJob,
  builds: readonly ReadBuild[],
  isNew: boolean,
): Promise<{ told: ReadBuild[]; lacking: number[] }> {
  const told: ReadBuild[] = [];
  const lacking: number[] = [];
  let ended = 0;
  for (const build of builds) {
    ended += build.status.ended ? 1 : 0;
    const wanted =
      build.hasStages &&
      (!build.status.ended || !isNew || ended <= FIRST_STAGES);
    const run = wanted
      ? await pass.stages.addStages(job.fullName, build.number, build.run)
      : build.run;
    if (!run && build.status.ended) {
      lacking.push(build.number);
    }
    told.push(run ? { ...build, run } : build);
  }
  return { told, lacking };
}

function nextState(
  before: JobState | undefined,
  numbers: ReadonlySet<number>,
  rest: { open: number[]; stages: number[] },
): JobState {
  const from = Math.min(before?.from ?? Infinity, ...numbers);
  const to = Math.max(before?.to ?? 0, ...numbers);
  const open = [...new Set(rest.open)].sort((a, b) => b - a).slice(0, MAX_OPEN);
  return {
    from: Number.isFinite(from) ? from : to,
    to,
    ...(open.length > 0 ? { open } : {}),
    ...(rest.stages.length > 0 ? { stages: rest.stages } : {}),
  };
}
