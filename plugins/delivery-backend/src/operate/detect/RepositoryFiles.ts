import {
  SourceFailure,
  type OperateContext,
  type RepositoryWriter,
} from '@throughline/plugin-delivery-node';

/** Reading more than this would cost a forge more than a proposal is worth. */
const MAX_FILES = 300;
const MAX_LENGTH = 256_000;
const MAX_LISTS = 6;

/** The files of a repository at one commit, of which at most 300 are read, and none that is larger than 256,000 characters. */
export class RepositoryFiles {
  readonly #known = new Map<string, string | null>();
  readonly #folders = new Map<string, string[]>();
  /** Whether there was more than could be read. */
  isCutOff = false;

  constructor(
    private readonly options: {
      writer: Pick<RepositoryWriter, 'read' | 'list'>;
      repository: string;
      sha: string;
      context: OperateContext;
    },
  ) {}

  /**
   * Those of the paths that are there.
   *
   * @throws SourceFailure
   */
  async read(
    paths: readonly string[],
  ): Promise<{ path: string; text: string }[]> {
    const wanted = [...new Set(paths)].filter(path => !this.#known.has(path));
    const within = wanted.slice(0, Math.max(0, MAX_FILES - this.#known.size));
    this.isCutOff ||= within.length < wanted.length;
    if (within.length > 0) {
      for (const [path, text] of Object.entries(await this.#load(within))) {
        const isLarge = (text?.length ?? 0) > MAX_LENGTH;
        this.isCutOff ||= isLarge;
        this.#known.set(path, isLarge ? null : text);
      }
    }
    return paths.flatMap(path => {
      const text = this.#known.get(path);
      return typeof text === 'string' ? [{ path, text }] : [];
    });
  }

  /**
   * Paths of the files below a folder.
   *
   * @throws SourceFailure
   */
  async list(folder: string): Promise<string[]> {
    const known = this.#folders.get(folder);
    if (known) {
      return known;
    }
    if (this.#folders.size >= MAX_LISTS) {
      this.isCutOff = true;
      return [];
    }
    const { writer, repository, sha, context } = this.options;
    const paths = await writer.list({ repository, ref: sha, folder }, context);
    this.#folders.set(folder, paths);
    return paths;
  }

  async #load(
    paths: readonly string[],
  ): Promise<Record<string, string | null>> {
    try {
      return await this.#ask(paths);
    } catch (error) {
      if (
        !(error instanceof SourceFailure && error.kind === 'configuration') ||
        paths.length === 1
      ) {
        throw error;
      }
    }
    // One path that is no file, such as a link, costs itself.
    const files: Record<string, string | null> = {};
    for (const path of paths) {
      files[path] = await this.#ask([path]).then(
        found => found[path] ?? null,
        error => {
          if (
            error instanceof SourceFailure &&
            error.kind === 'configuration'
          ) {
            return null;
          }
          throw error;
        },
      );
    }
    return files;
  }

  #ask(paths: readonly string[]): Promise<Record<string, string | null>> {
    const { writer, repository, sha, context } = this.options;
    return writer.read({ repository, ref: sha, paths }, context);
  }
}
