/** A document that is not what it should be; the message says what it is instead, and nothing of what is in it. */
export class UnreadableDocument extends Error {
  name = 'UnreadableDocument';
}

/** @throws UnreadableDocument where the format is not of version 1 */
export function requireFormat(version: string): void {
  if (!/^1\.\d+$/.test(version)) {
    throw new UnreadableDocument(
      'its format is not of version 1: it was written by a Terraform that is not known here',
    );
  }
}
