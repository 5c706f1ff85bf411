import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { FORM_TREE } from '../api/trees';
import { branchOf } from '../map/branchOf';
import { isFolder, isMultibranch } from '../map/itemKind';
import { BranchSchema, FormSchema, type JobNode } from './FormSchemas';
import type { Pipeline, RunnableJob } from './RunnableJob';
import { whereThere } from './whereThere';

/** Main branches come first, by the names that they have most often. */
const MAIN = ['main', 'master', 'trunk', 'develop'];

/**
 * Reads what stands behind the full name of a pipeline.
 *
 * @throws SourceFailure, of kind `configuration` where it cannot be run
 */
export async function readPipeline(
  client: JenkinsClient,
  fullName: string,
): Promise<Pipeline> {
  const answer = await whereThere(fullName, () =>
    client.item(fullName, FORM_TREE),
  );
  const { data, error } = FormSchema.safeParse(answer);
  if (!data) {
    throw new SourceFailure(
      'protocol',
      `What ${shown(fullName)} asks for cannot be read: ${cleanMessage(
        error.message,
        200,
      )}`,
    );
  }
  if (isMultibranch(data)) {
    return { kind: 'branches', branches: branchesOf(fullName, data.jobs) };
  }
  if (isFolder(data)) {
    throw new SourceFailure(
      'configuration',
      `${shown(fullName)} is a folder: name one of its jobs to run it`,
    );
  }
  if (data.buildable !== true) {
    throw new SourceFailure(
      'configuration',
      `${shown(fullName)} is disabled in Jenkins`,
    );
  }
  return { kind: 'job', job: jobOf(fullName, data) };
}

function branchesOf(
  project: string,
  nodes: readonly unknown[] | null | undefined,
): ReadonlyMap<string, RunnableJob> {
  const branches = (nodes ?? []).flatMap((node): [string, RunnableJob][] => {
    const { data } = BranchSchema.safeParse(node);
    return data?.name && data.buildable === true
      ? [[branchOf(data.name), jobOf(`${project}/${data.name}`, data)]]
      : [];
  });
  if (branches.length === 0) {
    throw new SourceFailure(
      'configuration',
      `${shown(project)} has no branch that can be built`,
    );
  }
  const rank = (branch: string) =>
    MAIN.includes(branch) ? MAIN.indexOf(branch) : MAIN.length;
  return new Map(
    branches.sort(
      ([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : Number(a > b)),
    ),
  );
}

function jobOf(fullName: string, node: JobNode): RunnableJob {
  return {
    fullName,
    parameters: (node.property ?? []).flatMap(
      one => one?.parameterDefinitions ?? [],
    ),
  };
}

function shown(fullName: string): string {
  return cleanMessage(fullName, 200) || 'Jenkins itself';
}
