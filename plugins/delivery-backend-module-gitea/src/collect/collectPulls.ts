import {
  readItems,
  tellItems,
  tellMalformed,
  type Observation,
  type PullRequestItem,
} from '@throughline/plugin-delivery-node';
import { readPull } from '../map/readPull';
import { hidden } from './hidden';
import { readChecks } from './readChecks';
import { repositoryPath, scopeOf, type RepositoryPass } from './RepositoryPass';

const MAX_PAGES = 6;
/** Of so many open ones, the checks are asked for in one look. */
const MAX_CHECKS = 30;

/**
 * Tells the pull requests that changed since the last look, and the open ones whose checks did; at first those of the
 * window. Pull requests do not vanish upstream, so there is no listing.
 *
 * @param isThorough - whether the checks of all open ones are asked for, whatever changed
 */
export async function* collectPulls(
  pass: RepositoryPass,
  isThorough: boolean,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass, 'pulls');
  const before = pass.state.pulls;
  const start = new Date(Date.now() - pass.history.windowMs).toISOString();
  const until = before ?? start;
  const read = (node: unknown) => readPull(pass.identity, node);
  const list = await pass.client.list(
    'pull requests',
    repositoryPath(pass, 'pulls'),
    { state: 'all', sort: 'recentupdate' },
    {
      maxPages: MAX_PAGES,
      goOn: items =>
        (readItems(items.map(read)).pop()?.updatedAt ?? '') >= until,
    },
  );
  if (!list) {
    throw hidden('its pull requests');
  }
  const results = list.items.map(read);
  const pulls = readItems(results);
  const items: PullRequestItem[] = [];
  let checks = 0;
  for (const pull of pulls) {
    const isNew = !before || pull.updatedAt >= before;
    const isAsked =
      pull.state === 'open' &&
      (isNew || isThorough || pass.changed.has(pull.headSha ?? ''));
    const known = pass.memory.pulls.get(pull.key);
    let item = known?.checks ? { ...pull, checks: known.checks } : pull;
    if (isAsked && pull.headSha && checks < MAX_CHECKS) {
      checks += 1;
      const told = await readChecks(pass, pull.headSha);
      item = told ? { ...pull, checks: told } : pull;
    }
    if (pull.state === 'open') {
      pass.memory.pulls.set(pull.key, item);
    }
    if (isNew || (isAsked && JSON.stringify(item) !== JSON.stringify(known))) {
      items.push(pull.state === 'open' ? item : pull);
    }
  }
  yield* tellItems(scope, items);
  yield* tellMalformed(scope, results);
  pass.state.pulls = [
    before ?? start,
    ...pulls.map(({ updatedAt }) => updatedAt),
  ]
    .sort()
    .pop();
}
