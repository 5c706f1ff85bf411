import {
  fingerprint,
  readItems,
  tellItems,
  tellMalformed,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { readBranch } from '../map/readBranch';
import { hidden } from './hidden';
import { repositoryPath, scopeOf, type RepositoryPass } from './RepositoryPass';

/** Repositories with more branches than a thousand are seldom tidy, and their rest is of no interest. */
const MAX_PAGES = 20;

/** Tells all branches and where they point, if one of them moved; and finds the head of the default one. */
export async function* collectBranches(
  pass: RepositoryPass,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass, 'branches');
  const list = await pass.client.list(
    'branches',
    repositoryPath(pass, 'branches'),
    {},
    { maxPages: MAX_PAGES },
  );
  if (!list) {
    throw hidden('its branches');
  }
  const results = list.items.map(node =>
    readBranch(pass.identity, pass.facts, node),
  );
  const branches = readItems(results);
  pass.head = branches.find(({ isDefault }) => isDefault)?.sha;
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
