import type { Observation } from '@throughline/plugin-delivery-node';
import type { Page } from '../graphql/schemas';
import { readRelease } from '../map/readRelease';
import { scopeOf, tellAll, type RepositoryPass } from './RepositoryPass';

/** Tells the newest releases of a source repository; those of a configuration repository release nothing. */
export async function* collectReleases(
  pass: RepositoryPass,
  releases: Page | null | undefined,
): AsyncGenerator<Observation> {
  if (!releases) {
    return;
  }
  const scope = scopeOf(pass.name.identity, 'releases');
  const nodes = pass.interest.roles.includes('source')
    ? releases.nodes ?? []
    : [];
  yield { type: 'listing', scope };
  yield* tellAll(
    scope,
    nodes.flatMap(node => readRelease(pass.name.identity, node) ?? []),
    item => item,
  );
  yield { type: 'listed', scope };
}
