import {
  fingerprint,
  readItems,
  tellItems,
  tellMalformed,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { readBranch } from '../map/readBranch';
import { hidden } from './hidden';
import { projectPath, scopeOf, type ProjectPass } from './ProjectPass';

/** Repositories with more branches than a thousand are seldom tidy, and their rest is of no interest. */
const MAX_PAGES = 10;

/** Tells all branches and where they point, if one of them moved; and finds the default one. */
export async function* collectBranches(
  pass: ProjectPass,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass, 'branches');
  const list = await pass.client.list(
    'branches',
    projectPath(pass, 'repository', 'branches'),
    {},
    MAX_PAGES,
  );
  if (!list) {
    throw hidden('its branches');
  }
  const results = list.items.map(node =>
    readBranch(pass.identity, node, pass.project.url),
  );
  const branches = readItems(results);
  const main = branches.find(({ isDefault }) => isDefault);
  pass.defaultBranch = main?.name;
  pass.head = main?.sha;
  const mark = fingerprint(results);
  pass.moved = mark !== pass.state.branches;
  if (!pass.moved) {
    return;
  }
  yield { type: 'listing', scope };
  yield* tellItems(scope, branches);
  yield* tellMalformed(scope, results);
  yield { type: 'listed', scope };
  pass.state.branches = mark;
}
