import { SourceFailure } from '@throughline/plugin-delivery-node';
import { refOfResource } from '../access/TargetResource';
import type { OperationOrder } from '../records';
import type { ResolvedSubject } from '../subjects/ResolvedSubject';

/**
 * Requires that something is still what an operation was authorised for: an approval may take days, and meanwhile it can
 * have become another team's, shared, or production.
 *
 * @throws SourceFailure of the kind `permission`
 */
export function requireAuthorized(
  { resources }: Pick<OperationOrder, 'resources'>,
  subject: Pick<ResolvedSubject, 'name' | 'resources'>,
): void {
  const known = new Map(resources.map(each => [refOfResource(each), each]));
  for (const resource of subject.resources) {
    const then = known.get(refOfResource(resource));
    if (
      !then ||
      !resource.trusted ||
      then.owner !== resource.owner ||
      then.production !== resource.production
    ) {
      throw new SourceFailure(
        'permission',
        `whose ${subject.name} is, or where it runs, has changed since this was asked for. Ask again.`,
      );
    }
  }
}
