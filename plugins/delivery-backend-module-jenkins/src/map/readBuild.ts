import {
  cleanMessage,
  malformedResult,
  webUrl,
  type ReadResult,
  type RunItem,
} from '@throughline/plugin-delivery-node';
import { BuildSchema, readActions, type TestsNode } from '../api/schemas';
import { buildStatus, type BuildStatus } from './buildStatus';
import { readCauses } from './cause';
import { readParameters } from './parameters';
import { builtRevision, type BuiltRevision } from './revision';
import { isoTime } from './text';

/** The job that a build is of. */
export interface Job {
  fullName: string;
  /** The branch that it builds, where it is part of a multibranch project. */
  branch?: string;
}

/** A build with what decides whether and how it is told. */
export interface ReadBuild {
  number: number;
  run: RunItem;
  status: BuildStatus;
  parameters: Record<string, string>;
  revision?: BuiltRevision;
  /** True where the stage view may know its stages. */
  hasStages: boolean;
  /** The item of the queue that it was. */
  queueId?: number;
}

/** The key of a build's run within its Jenkins. */
export function runKey(fullName: string, number: number): string {
  return `${fullName}#${number}`;
}

/** A job's full name and those of the folders that hold it: what an annotation may name. */
export function pipelineKeysOf(fullName: string): string[] {
  const names = fullName.split('/');
  return names.map((_, index) =>
    names.slice(0, names.length - index).join('/'),
  );
}

/** Reads a build, without its stages. */
export function readBuild(
  job: Job,
  node: unknown,
  isLibrary: (repository: string) => boolean,
): ReadResult<ReadBuild> {
  const parsed = BuildSchema.safeParse(node);
  if (!parsed.success) {
    const number = (node as { number?: unknown } | null)?.number;
    const key = Number.isInteger(number)
      ? runKey(job.fullName, number as number)
      : undefined;
    return malformedResult(
      'run',
      key,
      `a build of ${job.fullName}`,
      parsed.error,
    );
  }
  const { data } = parsed;
  const actions = readActions(data.actions);
  const status = buildStatus({
    running: data.building || data.inProgress === true,
    result: data.result,
  });
  const parameters = readParameters(actions.parameters);
  const revision = builtRevision(actions.revisions, isLibrary);
  const branch = job.branch ?? revision?.branch;
  const { trigger, actor } = readCauses(actions.causes);
  const createdAt = isoTime(data.timestamp);
  const finishedAt = status.ended
    ? isoTime(data.timestamp + (data.duration ?? 0))
    : undefined;
  const title = cleanMessage(data.displayName ?? '', 200);
  const tests = readTests(actions.tests);
  const url = webUrl(data.url);
  return {
    type: 'item',
    item: {
      number: data.number,
      status,
      parameters,
      ...(revision ? { revision } : {}),
      hasStages: /\bWorkflowRun$/.test(data._class ?? ''),
      ...(data.queueId ? { queueId: data.queueId } : {}),
      run: {
        kind: 'run',
        key: runKey(job.fullName, data.number),
        ...(revision ? { repository: revision.repository } : {}),
        pipelineKeys: pipelineKeysOf(job.fullName),
        pipeline: job.fullName,
        number: String(data.number),
        status: status.run,
        ...(trigger ? { trigger } : {}),
        ...(branch ? { branch } : {}),
        ...(revision ? { sha: revision.sha } : {}),
        ...(title && title !== `#${data.number}` ? { title } : {}),
        ...(actor ? { actor } : {}),
        createdAt,
        startedAt: createdAt,
        ...(finishedAt ? { finishedAt } : {}),
        ...(url ? { url } : {}),
        jobs: [],
        ...(tests ? { tests } : {}),
        ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
      },
    },
  };
}

/** Several reports are told as one. */
function readTests(nodes: readonly TestsNode[]): RunItem['tests'] {
  const consistent = nodes.filter(
    node => node.failCount + node.skipCount <= node.totalCount,
  );
  if (consistent.length === 0) {
    return undefined;
  }
  const sum = (pick: (node: TestsNode) => number) =>
    consistent.reduce((total, node) => total + pick(node), 0);
  const failed = sum(node => node.failCount);
  const skipped = sum(node => node.skipCount);
  return {
    passed: sum(node => node.totalCount) - failed - skipped,
    failed,
    skipped,
  };
}
