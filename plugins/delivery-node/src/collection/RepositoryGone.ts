import { SourceFailure } from '../contract';

/**
 * A repository that is not there, or that the credentials may not know of: hosts answer both alike. The host has
 * answered, and other repositories may well be there.
 *
 * @public
 */
export class RepositoryGone extends SourceFailure {
  constructor(message: string) {
    super('permission', message);
  }
}
