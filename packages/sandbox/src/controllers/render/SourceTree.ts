import { posix } from 'path';
import { parseAllDocuments } from 'yaml';
import { isObject } from '../../kubernetes/json';
import type { KubeObject } from '../../kubernetes/types';

/** Why manifests could not be made; the message is what Argo CD would show. */
export class RenderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RenderError';
  }
}

/** The files of one repository at one commit; remembers what was looked at. */
export class SourceTree {
  readonly #folders = new Set<string>();
  readonly #files = new Set<string>();
  private readonly loaded = new Map<string, Promise<Map<string, string>>>();

  constructor(
    private readonly read: (folder: string) => Promise<Map<string, string>>,
  ) {}

  /** All text files below a folder, by their path relative to it. */
  folder(path: string): Promise<Map<string, string>> {
    const normal = normalise(path);
    this.#folders.add(normal);
    return this.load(normal);
  }

  /** One file, by its path from the repository's root. */
  async file(path: string): Promise<string | undefined> {
    const normal = normalise(path);
    this.#files.add(normal);
    const files = await this.load(posix.dirname(normal).replace(/^\.$/, ''));
    return files.get(posix.basename(normal));
  }

  /** The folders that were looked into, and the files outside of these that were read. */
  get paths(): string[] {
    const folders = [...this.#folders];
    const apart = [...this.#files].filter(file =>
      folders.every(folder => folder !== '' && !file.startsWith(`${folder}/`)),
    );
    return [...folders, ...apart];
  }

  private load(normal: string): Promise<Map<string, string>> {
    let files = this.loaded.get(normal);
    if (!files) {
      files = this.read(normal);
      this.loaded.set(normal, files);
    }
    return files;
  }
}

/** A path from the root, without dots; paths that leave the repository are refused. */
export function normalise(path: string): string {
  const normal = posix.normalize(path).replace(/^\/+|\/+$/g, '');
  if (normal === '..' || normal.startsWith('../')) {
    throw new RenderError(`${path} is outside of the repository`);
  }
  return normal === '.' ? '' : normal;
}

const parsed = new Map<string, unknown[]>();
const MOST_PARSED = 2_000;

/** The documents of a YAML text. The result is shared: copy before changing it. */
export function yamlDocuments(text: string, name: string): unknown[] {
  let documents = parsed.get(text);
  if (!documents) {
    documents = parseAllDocuments(text).map(document => {
      if (document.errors.length > 0) {
        throw new RenderError(
          `failed to unmarshal ${name}: ${document.errors[0].message}`,
        );
      }
      return document.toJS() as unknown;
    });
    if (parsed.size >= MOST_PARSED) {
      parsed.clear();
    }
    parsed.set(text, documents);
  }
  return documents;
}

/** The Kubernetes objects of a YAML text; lists are opened, empty documents left out. */
export function manifestsOf(text: string, name: string): KubeObject[] {
  return yamlDocuments(text, name).flatMap(document => {
    if (document === null || document === undefined) {
      return [];
    }
    if (isObject(document) && document.kind === 'List') {
      return document.items as KubeObject[];
    }
    if (
      !isObject(document) ||
      typeof document.kind !== 'string' ||
      typeof document.apiVersion !== 'string' ||
      !isObject(document.metadata)
    ) {
      throw new RenderError(
        `failed to unmarshal ${name}: Object 'Kind' is missing`,
      );
    }
    return [document as KubeObject];
  });
}
