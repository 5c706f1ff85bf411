import { parseImageReference } from '@throughline/plugin-delivery-common';
import type {
  ArtifactItem,
  ImageInterest,
} from '@throughline/plugin-delivery-node';
import {
  readArtifact,
  UnreadableArtifact,
  type ArtifactFacts,
} from '../artifact/readArtifact';
import type { Lru } from '../Lru';
import { NotFound } from '../registry/NotFound';
import type { RegistryClient } from '../registry/RegistryClient';
import { selectTags } from '../tags/selectTags';
import { fingerprint, type RepositoryState } from './RegistryCursor';
import type { TagMemory } from './TagMemory';

/** What is known of a repository after it was looked at. */
export interface RepositoryReading {
  state: RepositoryState;
  /** All that is to be known of it; absent where nothing has changed. */
  listing?: {
    items: ArtifactItem[];
    unreadable: { key: string; reason: string }[];
  };
}

/** A running image is looked up by its digest, and there are only so many that a page can show. */
const MAX_RUNNING = 200;

/** Looks at one repository with as few calls as will do. */
export class RepositoryReader {
  constructor(
    private readonly options: {
      host: string;
      client: RegistryClient;
      /** By repository and digest. */
      facts: Lru<ArtifactFacts>;
      memory: TagMemory;
      newestTags: number;
    },
  ) {}

  /**
   * @param previous - what was told of it before; undefined to tell all
   * @param verify - whether tags that look immutable are compared with their digests as well
   * @throws NotFound where the registry does not have the repository
   * @throws SourceFailure
   */
  async read(
    interest: ImageInterest,
    previous: RepositoryState | undefined,
    verify: boolean,
  ): Promise<RepositoryReading> {
    const { client, newestTags } = this.options;
    const path = interest.repository.slice(this.options.host.length + 1);
    const running = runningOf(interest);
    const all = await client.tags(path);
    const recent = this.options.memory.recent(
      path,
      all,
      previous?.n ?? [],
      newestTags,
    );
    const selected = selectTags(all, running.tags, newestTags, recent);
    const l = fingerprint([
      ...[...all].sort(),
      '',
      ...[...selected.tags].sort(),
      '',
      ...running.digests,
    ]);
    const digests = new Map<string, string>();

    await this.#compare(path, selected.movable, digests);
    const m = fingerprint(
      selected.movable.map(tag => `${tag}=${digests.get(tag)}`),
    );
    if (previous && !verify && previous.l === l && previous.m === m) {
      return { state: previous };
    }
    const rest = selected.tags.filter(tag => !selected.movable.includes(tag));
    await this.#compare(path, rest, digests);
    const d = fingerprint(
      [...digests].map(([tag, digest]) => `${tag}=${digest}`).sort(),
    );
    const state = { l, d, m, ...(recent.length > 0 ? { n: recent } : {}) };
    if (previous && previous.l === l && previous.d === d) {
      return { state };
    }
    const listing = await this.#resolve(
      interest.repository,
      path,
      digests,
      running.digests,
    );
    return {
      // What could not be read is tried again at the next comparison, so the state must not say that all was told.
      state: listing.unreadable.length > 0 ? { ...state, d: '' } : state,
      listing,
    };
  }

  async #compare(
    path: string,
    tags: readonly string[],
    digests: Map<string, string>,
  ): Promise<void> {
    for (const tag of tags) {
      const digest = await orMissing(this.#digestOf(path, tag));
      if (digest) {
        digests.set(tag, digest);
      }
    }
  }

  async #digestOf(path: string, tag: string): Promise<string | undefined> {
    const { client } = this.options;
    return (
      (await client.digestOf(path, tag)) ??
      (await client.manifest(path, tag)).digest
    );
  }

  async #resolve(
    repository: string,
    path: string,
    digests: ReadonlyMap<string, string>,
    running: readonly string[],
  ): Promise<NonNullable<RepositoryReading['listing']>> {
    const tagsOf = new Map<string, string[]>(
      running.map(digest => [digest, []]),
    );
    for (const [tag, digest] of digests) {
      tagsOf.set(digest, [...(tagsOf.get(digest) ?? []), tag]);
    }
    const items: ArtifactItem[] = [];
    const unreadable: { key: string; reason: string }[] = [];
    for (const [digest, tags] of [...tagsOf].sort(([a], [b]) =>
      a < b ? -1 : 1,
    )) {
      const key = `${repository}@${digest}`;
      try {
        const facts = await orMissing(this.#factsOf(path, digest, key));
        if (facts) {
          items.push({
            kind: 'artifact',
            key,
            repository,
            digest,
            tags: tags.sort(),
            ...facts,
          });
        }
      } catch (error) {
        if (!(error instanceof UnreadableArtifact)) {
          throw error;
        }
        unreadable.push({ key, reason: error.message });
      }
    }
    return { items, unreadable };
  }

  async #factsOf(
    path: string,
    digest: string,
    key: string,
  ): Promise<ArtifactFacts> {
    const known = this.options.facts.get(key);
    if (known) {
      return known;
    }
    const facts = await readArtifact(this.options.client, path, digest);
    this.options.facts.set(key, facts);
    return facts;
  }
}

function runningOf(interest: ImageInterest): {
  tags: string[];
  digests: string[];
} {
  const images = interest.references
    .slice(0, MAX_RUNNING)
    .flatMap(
      reference =>
        parseImageReference(completed(interest.repository, reference)) ?? [],
    );
  return {
    tags: images.flatMap(({ tag }) => tag ?? []),
    digests: [...new Set(images.flatMap(({ digest }) => digest ?? []))].sort(),
  };
}

/** A reference is a tag or a digest, with or without the repository before it. */
function completed(repository: string, reference: string): string {
  if (
    reference.startsWith(`${repository}:`) ||
    reference.startsWith(`${repository}@`)
  ) {
    return reference;
  }
  return `${repository}${
    /^[a-z0-9+._-]+:[0-9a-f]{32,}$/.test(reference) ? '@' : ':'
  }${reference}`;
}

/** A tag or a manifest may go between two calls. */
async function orMissing<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof NotFound) {
      return undefined;
    }
    throw error;
  }
}
