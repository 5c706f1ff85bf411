import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import type { ProjectFacts } from './ProjectFacts';

/**
 * The URL that says what a deployment is made from. It stands for the identity that the project was asked for by, as
 * all that is told of it does: where the catalog names it by its number, nothing of it would be found by its path.
 */
export function sourceUrl(
  repository: string,
  { url }: Pick<ProjectFacts, 'url'>,
): string {
  return repositoryIdentity(url) === repository ? url : `https://${repository}`;
}
