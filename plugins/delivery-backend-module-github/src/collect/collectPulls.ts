import type {
  Observation,
  PullRequestItem,
} from '@throughline/plugin-delivery-node';
import type { z } from 'zod';
import {
  CHECKED_PULLS,
  PULL_CHECKS,
  PULL_CHECKS_COST,
  PULLS,
} from '../graphql/fragments';
import {
  CheckedPage,
  PullPage,
  type Page,
  type Recent,
} from '../graphql/schemas';
import { isUnsettled } from '../map/checksOf';
import { readChecked, type Checked } from '../map/readChecked';
import { itemsOf } from '../map/ReadResult';
import { readPull } from '../map/readPull';
import { askAlone } from './askAlone';
import { scopeOf, tellAll, type RepositoryPass } from './RepositoryPass';

const MAX_PAGES = 10;

/** For so long after its last change, checks of a pull request are followed to their end. */
const FOLLOWED_MS = 24 * 60 * 60 * 1000;
/** For so long, one without checks may get some. */
const NEW_MS = 10 * 60 * 1000;

/**
 * Tells the open pull requests and those that changed since the last time, at first those of the window. Of the open
 * ones, checks and merge queue change without them. Pull requests do not vanish upstream, so there is no listing.
 */
export async function* collectPulls(
  pass: RepositoryPass,
  {
    open,
    recent,
    checked: first,
  }: Pick<z.infer<typeof Recent>, 'open' | 'recent' | 'checked'>,
): AsyncGenerator<Observation> {
  if (!recent) {
    return;
  }
  const scope = scopeOf(pass.name.identity, 'pulls');
  const { pulls: until } = pass.state;
  const oldest =
    until ?? new Date(Date.now() - pass.history.windowMs).toISOString();
  const checked = await askChecked(pass, open, first);
  const read = (page: Page) =>
    (page.nodes ?? []).map(node => readPull(pass.name.identity, node, checked));
  const opened = open ? read(open) : [];
  yield* tellAll(scope, opened, item => item);
  pass.state.pending = itemsOf(opened).some(isPending);
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

async function askChecked(
  pass: RepositoryPass,
  open: Page | null | undefined,
  first: Page | null | undefined,
): Promise<Map<number, Checked>> {
  const known = readChecked(first?.nodes ?? []);
  if ((open?.nodes ?? []).length <= CHECKED_PULLS) {
    return known;
  }
  const { checked } = await askAlone(
    pass,
    {
      operation: 'pull checks',
      fragments: PULL_CHECKS,
      cost: PULL_CHECKS_COST,
    },
    CheckedPage,
  );
  return new Map([...known, ...readChecked(checked?.nodes ?? [])]);
}

/** Whether something about it may change that the sweep does not see. */
function isPending(pull: PullRequestItem): boolean {
  const age = Date.now() - Date.parse(pull.updatedAt);
  return (
    (isUnsettled(pull.checks) && age < FOLLOWED_MS) ||
    (pull.mergeQueue !== undefined && age < FOLLOWED_MS) ||
    (pull.checks === undefined && age < NEW_MS)
  );
}
