import { idOf } from '../map/schemas';
import { projectPath, type ProjectPass } from './ProjectPass';

const NEWEST = 20;
const EVERY_MS = 3_600_000;

/**
 * Finds pipelines that were deleted: those that were among the newest, and are not on a page that they would have to be
 * on. A list of what changed does not tell of them.
 */
export async function findDeleted(
  pass: ProjectPass,
  before: readonly number[] | undefined,
): Promise<{ newest: number[]; deleted: number[] }> {
  const isDue =
    !before ||
    pass.thorough ||
    pass.memory.isDueInTurn(pass.identity, 'newest', EVERY_MS);
  if (!isDue) {
    return { newest: [...(before ?? [])], deleted: [] };
  }
  const list = await pass.client.list(
    'newest pipelines',
    projectPath(pass, 'pipelines'),
    { order_by: 'id', sort: 'desc', per_page: NEWEST },
    1,
  );
  pass.memory.looked(pass.identity, 'newest');
  const ids = (list?.items ?? []).flatMap(node => idOf(node) ?? []);
  const oldest = list?.whole ? 0 : Math.min(...ids);
  return {
    newest: ids,
    deleted: (before ?? []).filter(id => id > oldest && !ids.includes(id)),
  };
}
