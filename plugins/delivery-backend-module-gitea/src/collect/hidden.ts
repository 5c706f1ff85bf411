import { SourceFailure } from '@throughline/plugin-delivery-node';

/** What is not there and what may not be seen are both told as 404. */
export function hidden(what: string): SourceFailure {
  return new SourceFailure(
    'permission',
    `${what} cannot be read: they are switched off, or the credentials may not see them (both are answered 404)`,
  );
}
