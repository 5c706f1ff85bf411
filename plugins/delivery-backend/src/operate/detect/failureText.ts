import { SourceFailure } from '@throughline/plugin-delivery-node';

/**
 * What a failure of a forge is told as.
 *
 * @throws what is no failure of a forge
 */
export function failureText(error: unknown, signal: AbortSignal): string {
  if (error instanceof SourceFailure) {
    return error.message;
  }
  // Whoever is cut off by the time that is given to a look throws the signal's own reason.
  if (signal.aborted) {
    return 'it took too long to look at what it is made from. Try again later.';
  }
  throw error;
}
