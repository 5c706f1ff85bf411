import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';
import { readItems } from '@throughline/plugin-delivery-node';
import { readPipeline } from '../map/readPipeline';
import { leaveToItsPart } from './leaveToItsPart';
import { projectPath, type ProjectPass } from './ProjectPass';

/** Reads what all pipelines of one commit say of it: those that changed last may not be all, and a restart forgets. */
export async function readChecks(
  pass: ProjectPass,
  commit: { key: string; sha: string },
): Promise<Judged<RunStatus> | undefined> {
  const { identity, project, memory } = pass;
  if (!project.disabled.has('builds')) {
    const list = await pass.client
      .list(
        'pipelines of a commit',
        projectPath(pass, 'pipelines'),
        { sha: commit.sha },
        1,
      )
      .catch(leaveToItsPart);
    readItems(
      (list?.items ?? []).map(node => readPipeline(identity, project, node)),
    ).forEach(one => memory.noteCheck(identity, one));
  }
  return memory.checksOf(commit.key);
}
