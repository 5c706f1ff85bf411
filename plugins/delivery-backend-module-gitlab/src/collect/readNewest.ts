import { readItems, type ReadResult } from '@throughline/plugin-delivery-node';
import { readPipeline, type ReadPipeline } from '../map/readPipeline';
import { hidden } from './hidden';
import { projectPath, type ProjectPass } from './ProjectPass';

const NOTED = 'checks';

/** Reads the pipelines that changed last, and notes what they say of their commits. */
export async function readNewest(
  pass: ProjectPass,
): Promise<ReadResult<ReadPipeline>[]> {
  const list = await pass.client.list(
    'pipelines',
    projectPath(pass, 'pipelines'),
    { order_by: 'updated_at', sort: 'desc' },
    1,
  );
  if (!list) {
    throw hidden('its pipelines');
  }
  const results = list.items.map(node =>
    readPipeline(pass.identity, pass.project, node),
  );
  readItems(results).forEach(one => pass.memory.noteCheck(pass.identity, one));
  pass.memory.looked(pass.identity, NOTED);
  return results;
}

/** Before anything is said of a commit: one pipeline of several is half the truth, and a restart forgets the others. */
export async function primeChecks(pass: ProjectPass): Promise<void> {
  if (
    !pass.memory.hasLooked(pass.identity, NOTED) &&
    !pass.project.disabled.has('builds')
  ) {
    await readNewest(pass);
  }
}
