import {
  fingerprint,
  readItems,
  tellItems,
  tellMalformed,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { readRelease } from '../map/readRelease';
import { hidden } from './hidden';
import { projectPath, scopeOf, type ProjectPass } from './ProjectPass';

const MAX_PAGES = 1;

/** Tells the newest hundred releases, if one of them changed. What is older stays as it was told. */
export async function* collectReleases(
  pass: ProjectPass,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass, 'releases');
  const list = await pass.client.list(
    'releases',
    projectPath(pass, 'releases'),
    { order_by: 'released_at', sort: 'desc' },
    MAX_PAGES,
  );
  if (!list) {
    throw hidden('its releases');
  }
  const results = list.items.map(node => readRelease(pass.identity, node));
  const mark = fingerprint(results);
  if (mark !== pass.state.releases) {
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
}
