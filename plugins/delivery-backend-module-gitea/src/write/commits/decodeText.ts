import { SourceFailure } from '@throughline/plugin-delivery-node';

/**
 * Bytes as text, such that the text gives the same bytes again.
 *
 * @throws SourceFailure where there is no such text
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
