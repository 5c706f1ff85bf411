import { Forge } from './Forge';
import { PullRecord } from './records';

/** How the vendor says whether a pull request can be merged: in lower case by REST, in upper case by GraphQL. */
export type MergeState = 'clean' | 'dirty' | 'blocked' | 'draft' | 'unknown';

/** Whether a pull request can be merged, as things are now. */
export async function mergeState(
  forge: Forge,
  repository: string,
  pull: PullRecord,
): Promise<MergeState> {
  if (pull.state !== 'open') {
    return 'unknown';
  }
  const base = await forge.code.resolve(
    repository,
    `refs/heads/${pull.base.ref}`,
  );
  if (!base) {
    return 'unknown';
  }
  if (!(await forge.code.mergeTree(repository, base, pull.head.sha))) {
    return 'dirty';
  }
  if (pull.draft) {
    return 'draft';
  }
  return missingChecks(forge, repository, pull.base.ref, pull.head.sha).length >
    0
    ? 'blocked'
    : 'clean';
}

/** The checks that a branch asks for and a commit lacks: statuses and jobs that have succeeded count. */
export function missingChecks(
  forge: Forge,
  repository: string,
  branch: string,
  sha: string,
): string[] {
  const passed = new Set([
    ...forge.records
      .statuses(repository, sha)
      .filter(status => status.state === 'success')
      .map(status => status.context),
    ...forge.records
      .runs(repository)
      .filter(run => run.sha === sha)
      .flatMap(run => run.jobs)
      .filter(job => job.conclusion === 'success')
      .map(job => job.name),
  ]);
  const required = forge.protections.required(repository, branch) ?? [];
  return required.filter(context => !passed.has(context));
}
