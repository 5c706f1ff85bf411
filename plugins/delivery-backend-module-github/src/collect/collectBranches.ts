import type { Observation } from '@throughline/plugin-delivery-node';
import { BRANCHES } from '../graphql/fragments';
import { BranchPage, type Page } from '../graphql/schemas';
import { readBranch } from '../map/readBranch';
import { askAlone } from './askAlone';
import { scopeOf, tellAll, type RepositoryPass } from './RepositoryPass';

/** Repositories with more branches than this are seldom tidy, and their rest is of no interest. */
const MAX_PAGES = 10;

/** Tells all branches and where they point. */
export async function* collectBranches(
  pass: RepositoryPass,
  first: Page | null | undefined,
): AsyncGenerator<Observation> {
  if (!first) {
    return;
  }
  const scope = scopeOf(pass.name.identity, 'branches');
  yield { type: 'listing', scope };
  let page: Page | null | undefined = first;
  for (let count = 1; page; count += 1) {
    const results = (page.nodes ?? []).map(node =>
      readBranch(pass.name.identity, node, pass),
    );
    yield* tellAll(scope, results, item => item);
    const after: string | null | undefined = page.pageInfo?.hasNextPage
      ? page.pageInfo.endCursor
      : undefined;
    page =
      after && count < MAX_PAGES
        ? (
            await askAlone(
              pass,
              {
                operation: 'branches',
                fragments: BRANCHES,
                declarations: '$after: String',
                variables: { after },
                cost: 1,
              },
              BranchPage,
            )
          ).refs
        : undefined;
  }
  yield { type: 'listed', scope };
}
