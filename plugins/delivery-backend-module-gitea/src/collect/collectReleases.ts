import {
  fingerprint,
  readItems,
  tellItems,
  tellMalformed,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { readRelease, readTags } from '../map/readRelease';
import { hidden } from './hidden';
import { repositoryPath, scopeOf, type RepositoryPass } from './RepositoryPass';

const PAGES = { maxPages: 2 };

/** Tells the newest hundred releases, if one of them changed, with the commits of their tags. */
export async function* collectReleases(
  pass: RepositoryPass,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass, 'releases');
  const list = await pass.client.list(
    'releases',
    repositoryPath(pass, 'releases'),
    {},
    PAGES,
  );
  if (!list) {
    throw hidden('its releases');
  }
  const mark = fingerprint(
    list.items.map(node => readRelease(pass.identity, new Map(), node)),
  );
  if (mark === pass.state.releases) {
    return;
  }
  const tags =
    list.items.length > 0
      ? await pass.client.list('tags', repositoryPath(pass, 'tags'), {}, PAGES)
      : undefined;
  const commits = readTags(tags?.items ?? []);
  const results = list.items.flatMap(
    node => readRelease(pass.identity, commits, node) ?? [],
  );
  if (list.whole) {
    yield { type: 'listing', scope };
  }
  yield* tellItems(scope, readItems(results));
  yield* tellMalformed(scope, results);
  if (list.whole) {
    yield { type: 'listed', scope };
  }
  pass.state.releases = mark;
}
