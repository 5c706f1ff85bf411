import { SourceFailure } from '../contract';

/**
 * Whether a failure is one of the whole upstream, so that going on with its other parts makes no sense.
 *
 * @public
 */
export function isWholesale(error: unknown): boolean {
  return (
    !(error instanceof SourceFailure) ||
    error.kind === 'rateLimit' ||
    error.kind === 'authentication' ||
    error.kind === 'configuration'
  );
}
