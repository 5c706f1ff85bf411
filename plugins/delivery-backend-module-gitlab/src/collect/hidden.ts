import { SourceFailure } from '@throughline/plugin-delivery-node';

/** GitLab says 404 of what is not there, of what is switched off and of what may not be seen alike. */
export function hidden(what: string): SourceFailure {
  return new SourceFailure(
    'permission',
    `${what} cannot be read: switched off for this project, or the token may not see them (GitLab answers 404 to both)`,
  );
}
