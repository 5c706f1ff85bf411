import { readFile, stat } from 'node:fs/promises';
import { SourceFailure } from '../contract';

/**
 * A file that may change while the portal runs, as mounted certificates do.
 *
 * @internal
 */
export class FileContent {
  #read: { modified: number; text: string } | undefined;

  constructor(private readonly file: string, private readonly key: string) {}

  /** @throws SourceFailure of kind `configuration` where it cannot be read */
  async get(): Promise<string> {
    try {
      const { mtimeMs } = await stat(this.file);
      if (this.#read?.modified !== mtimeMs) {
        const text = await readFile(this.file, 'utf8');
        this.#read = { modified: mtimeMs, text };
      }
      return this.#read.text;
    } catch (error) {
      throw new SourceFailure(
        'configuration',
        `The file of '${this.key}' cannot be read: ${
          (error as NodeJS.ErrnoException).code ?? 'unknown error'
        }`,
      );
    }
  }
}
