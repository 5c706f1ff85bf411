import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { Scope } from './ActClient';

/** Says which right is missing. Gitea itself names the scopes that it wants; 404 is what it answers to those who may not know. */
export function lacksRight(refusal: {
  status: number;
  /** The host's own words, clean. */
  message: string;
  asked: string;
  /** What it was about. */
  what: string;
  scope: Scope;
}): SourceFailure {
  const { status, message, asked, what, scope } = refusal;
  return new SourceFailure(
    'permission',
    `${what}: '${asked}' was answered with ${status}${
      message ? ` (${message})` : ''
    }: ${
      status === 404
        ? 'there is no such thing, or the token may not see it'
        : `the token lacks the scope '${scope}', its user may not write there, or a rule of the repository forbids it`
    }`,
  );
}
