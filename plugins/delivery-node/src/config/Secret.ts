import { readFile, stat } from 'node:fs/promises';
import type { Config } from '@backstage/config';
import { SourceFailure } from '../contract';
import { configProblem } from './ConfigProblem';

/**
 * A credential that may rotate while the portal runs: ask for it at each use.
 *
 * @public
 */
export interface Secret {
  /** @throws SourceFailure of kind `authentication` where it cannot be read */
  get(): Promise<string>;
}

class FileSecret implements Secret {
  #read: { modified: number; value: string } | undefined;

  constructor(private readonly file: string, private readonly path: string) {}

  async get(): Promise<string> {
    try {
      const { mtimeMs } = await stat(this.file);
      if (this.#read?.modified !== mtimeMs) {
        const value = (await readFile(this.file, 'utf8')).trim();
        this.#read = { modified: mtimeMs, value };
      }
    } catch (error) {
      throw new SourceFailure(
        'authentication',
        `The file of '${this.path}' cannot be read: ${
          (error as NodeJS.ErrnoException).code ?? 'unknown error'
        }`,
      );
    }
    if (!this.#read.value) {
      throw new SourceFailure(
        'authentication',
        `The file of '${this.path}' is empty`,
      );
    }
    return this.#read.value;
  }
}

/**
 * Reads the secret that a config object holds under `key`, or in the file that `<key>File` names. A file is read
 * again when it changes, so that a mounted secret may rotate without a restart.
 *
 * @param path - the full key of `config`, for messages
 * @returns undefined where neither key is there
 * @throws InputError where both are there, or the one that is there is empty
 * @public
 */
export function readOptionalSecret(
  config: Config,
  key: string,
  path: string,
): Secret | undefined {
  const value = config.getOptionalString(key);
  const file = config.getOptionalString(`${key}File`);
  if (value !== undefined && file !== undefined) {
    throw configProblem(
      `${path}.${key}`,
      `'${key}' and '${key}File' are both given`,
      'Keep one of the two.',
    );
  }
  if (file !== undefined) {
    return new FileSecret(file, `${path}.${key}File`);
  }
  if (value === undefined) {
    return undefined;
  }
  if (value.trim() === '') {
    throw configProblem(
      `${path}.${key}`,
      'it is empty',
      'Is the environment variable that it comes from set?',
    );
  }
  return { get: async () => value.trim() };
}
