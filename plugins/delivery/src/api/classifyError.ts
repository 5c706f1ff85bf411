import { ResponseError } from '@backstage/errors';

/**
 * What a failed question means to the person who looks at the page.
 *
 * - `notFound`: the backend knows no such thing, or hides it because the reader may not see it
 * - `notInstalled`: something answers, but not the delivery backend
 * - `forbidden`, `signedOut`: it would not tell
 * - `unreachable`: nothing answered
 * - `broken`: it failed
 */
export type ErrorClass =
  | 'notFound'
  | 'notInstalled'
  | 'forbidden'
  | 'signedOut'
  | 'unreachable'
  | 'broken';

/** Tells the kinds of failure apart by what the backend answered. */
export function classifyError(error: unknown): ErrorClass {
  if (!ResponseError.is(error)) {
    // Browsers report a connection that failed as a TypeError, and nothing else about it.
    return error instanceof TypeError ? 'unreachable' : 'broken';
  }
  switch (error.statusCode) {
    case 401:
      return 'signedOut';
    case 403:
      return 'forbidden';
    case 404:
      // A backend without the plugin answers 404 with an empty body; the plugin's own 404 names its error.
      return error.body.error?.name === 'NotFoundError'
        ? 'notFound'
        : 'notInstalled';
    case 502:
    case 503:
    case 504:
      return 'unreachable';
    default:
      return 'broken';
  }
}

/** Whether asking again soon can help. Who may not see something will not a second later. */
export function isWorthRetrying(error: unknown): boolean {
  const kind = classifyError(error);
  return kind === 'unreachable' || kind === 'broken';
}
