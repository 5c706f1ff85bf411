import type { Observation } from '@throughline/plugin-delivery-node';
import { PULLS } from '../graphql/fragments';
import { PullPage, type Page } from '../graphql/schemas';
import { itemsOf } from '../map/ReadResult';
import { readPull } from '../map/readPull';
import { askAlone } from './askAlone';
import { scopeOf, tellAll, type RepositoryPass } from './RepositoryPass';

const MAX_PAGES = 10;

/**
 * Tells the pull requests that changed since the last time; at first the open ones and those of the window. Pull
 * requests do not vanish upstream, so there is no listing.
 */
export async function* collectPulls(
  pass: RepositoryPass,
  open: Page | null | undefined,
  recent: Page | null | undefined,
): AsyncGenerator<Observation> {
  if (!recent) {
    return;
  }
  const scope = scopeOf(pass.name.identity, 'pulls');
  const { pulls: until } = pass.state;
  const oldest =
    until ?? new Date(Date.now() - pass.history.windowMs).toISOString();
  const read = (page: Page) =>
    (page.nodes ?? []).map(node => readPull(pass.name.identity, node));
  if (!until && open) {
    yield* tellAll(scope, read(open), item => item);
  }
  let latest = until;
  let page: Page | null | undefined = recent;
  for (let count = 1; page; count += 1) {
    const results = read(page);
    const changed = results.filter(
      result =>
        result.type === 'malformed' || !until || result.item.updatedAt >= until,
    );
    yield* tellAll(scope, changed, item => item);
    const times = itemsOf(results).map(item => item.updatedAt);
    latest = [latest ?? '', ...times].sort().pop() || undefined;
    const reached = times.length === 0 || times[times.length - 1] < oldest;
    const after: string | null | undefined = page.pageInfo?.hasNextPage
      ? page.pageInfo.endCursor
      : undefined;
    page =
      after && !reached && count < MAX_PAGES
        ? (
            await askAlone(
              pass,
              {
                operation: 'pulls',
                fragments: PULLS,
                declarations: '$after: String',
                variables: { after },
                cost: 1,
              },
              PullPage,
            )
          ).recent
        : undefined;
  }
  pass.state.pulls = latest;
}
