import { Blob, buildImage, Image, ImageSource, Layer } from './image';

/** What a registry holds. */
export interface Images {
  /** Repositories, sorted. */
  names(): string[];
  /** Tags of a repository, sorted; undefined where there is no such repository. */
  tags(name: string): string[] | undefined;
  /** What a tag or a digest names: a manifest or an index. */
  manifest(name: string, reference: string): Blob | undefined;
  /** A config, or a layer of which only the size is known. */
  blob(name: string, digest: string): Blob | Layer | undefined;
}

/** Images in memory. They are derived from the forge's runs, and built when somebody looks. */
export class ImageStore implements Images {
  readonly #repositories = new Map<
    string,
    {
      tags: Map<string, ImageSource>;
      digests: Map<string, Image>;
      indexed: number;
    }
  >();
  readonly #built = new WeakMap<ImageSource, Image>();

  /** Puts an image in; a tag that is there moves to it. */
  put(source: ImageSource) {
    let repository = this.#repositories.get(source.name);
    if (!repository) {
      repository = { tags: new Map(), digests: new Map(), indexed: 0 };
      this.#repositories.set(source.name, repository);
    }
    repository.tags.set(source.tag, source);
  }

  names(): string[] {
    return [...this.#repositories.keys()].sort();
  }

  tags(name: string): string[] | undefined {
    const repository = this.#repositories.get(name);
    return repository && [...repository.tags.keys()].sort();
  }

  manifest(name: string, reference: string): Blob | undefined {
    const repository = this.#repositories.get(name);
    const source = repository?.tags.get(reference);
    if (source) {
      return this.#image(source).root;
    }
    const image = this.#byDigest(name, reference);
    return [image?.root, ...(image?.manifests ?? [])].find(
      blob => blob?.digest === reference,
    );
  }

  blob(name: string, digest: string): Blob | Layer | undefined {
    const image = this.#byDigest(name, digest);
    return (
      image?.configs.find(blob => blob.digest === digest) ??
      image?.layers.find(layer => layer.digest === digest)
    );
  }

  #image(source: ImageSource): Image {
    let image = this.#built.get(source);
    if (!image) {
      image = buildImage(source);
      this.#built.set(source, image);
    }
    return image;
  }

  #byDigest(name: string, digest: string): Image | undefined {
    const repository = this.#repositories.get(name);
    if (!repository) {
      return undefined;
    }
    if (
      repository.indexed !== repository.tags.size ||
      !repository.digests.has(digest)
    ) {
      for (const source of repository.tags.values()) {
        const image = this.#image(source);
        [
          image.root,
          ...image.manifests,
          ...image.configs,
          ...image.layers,
        ].forEach(part => repository.digests.set(part.digest, image));
      }
      repository.indexed = repository.tags.size;
    }
    return repository.digests.get(digest);
  }
}
