import { SourceFailure } from '../contract';

/**
 * A file's bytes as text, such that the text gives the same bytes again.
 *
 * @param what - names the file in the error
 * @throws SourceFailure where there is no such text
 * @public
 */
export function decodeText(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    throw new SourceFailure(
      'configuration',
      `${what} is no text in UTF-8, so it cannot be edited`,
    );
  }
}
