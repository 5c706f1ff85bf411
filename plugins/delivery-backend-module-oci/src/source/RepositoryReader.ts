import { parseImageReference } from '@throughline/plugin-delivery-common';
import {
  fingerprint,
  type ArtifactItem,
  type ImageInterest,
  type Lru,
} from '@throughline/plugin-delivery-node';
import { readArtifact, type ArtifactFacts } from '../artifact/readArtifact';
import { UnreadableArtifact } from '../artifact/UnreadableArtifact';
import type { AttestationKeeper } from '../attestations/AttestationKeeper';
import {
  describeAttestations,
  type Found,
} from '../attestations/describeAttestations';
import { NotFound } from '../registry/NotFound';
import type { RegistryClient } from '../registry/RegistryClient';
import { selectTags } from '../tags/selectTags';
import type { RepositoryState } from './RepositoryState';
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
/** Of those that run nowhere, the attestations of so many tags are looked for. */
const ATTESTED_NEWEST = 5;
const MAX_ATTESTED = 50;

/** Looks at one repository with as few calls as will do. */
export class RepositoryReader {
  constructor(
    private readonly options: {
      host: string;
      client: RegistryClient;
      /** By repository and digest. */
      facts: Lru<ArtifactFacts>;
      memory: TagMemory;
      attestations: AttestationKeeper;
      /** What the tags of each repository stood for at the last look. */
      lastDigests: Lru<ReadonlyMap<string, string>>;
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
    const moved = new Map<string, string>();
    await this.#compare(path, selected.movable, moved);
    const m = fingerprint(
      selected.movable.map(tag => `${tag}=${moved.get(tag)}`),
    );
    const isSame = previous && !verify && previous.l === l && previous.m === m;
    const last = this.options.lastDigests.get(interest.repository);
    const hasYoung = this.options.attestations.hasYoung(interest.repository);
    if (isSame && !(last && hasYoung)) {
      return { state: previous };
    }
    let digests: ReadonlyMap<string, string> | undefined = isSame
      ? last
      : undefined;
    if (!digests) {
      const rest = selected.tags.filter(tag => !selected.movable.includes(tag));
      await this.#compare(path, rest, moved);
      digests = moved;
    }
    const found = await this.#attest(
      interest.repository,
      { path, tags: new Set(all) },
      attestedOf(selected.tags, running, digests),
      { again: verify, last },
    );
    this.options.lastDigests.set(interest.repository, digests);
    const d = fingerprint(
      [...digests].map(([tag, digest]) => `${tag}=${digest}`).sort(),
    );
    const a = fingerprint(
      [...found].map(([digest, one]) => `${digest}=${JSON.stringify(one)}`),
    );
    const state = { l, d, m, a, ...(recent.length > 0 ? { n: recent } : {}) };
    if (previous && previous.l === l && previous.d === d && previous.a === a) {
      return { state };
    }
    const listing = await this.#resolve(
      interest.repository,
      path,
      digests,
      running.digests,
      found,
    );
    return {
      // What could not be read is tried again at the next comparison, so the state must not say that all was told.
      state: listing.unreadable.length > 0 ? { ...state, d: '' } : state,
      listing,
    };
  }

  async #attest(
    repository: string,
    place: { path: string; tags: ReadonlySet<string> },
    digests: readonly string[],
    options: { again: boolean; last?: ReadonlyMap<string, string> },
  ): Promise<Map<string, Found>> {
    const known = options.last && new Set(options.last.values());
    const found = new Map<string, Found>();
    for (const digest of digests) {
      const one = await this.options.attestations.find(
        repository,
        { ...place, digest },
        this.options.client,
        { again: options.again, isNew: known ? !known.has(digest) : false },
      );
      found.set(digest, one);
    }
    return found;
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
    found: ReadonlyMap<string, Found>,
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
          const { bundled, ...told } = facts;
          const beside = found.get(digest);
          items.push({
            kind: 'artifact',
            key,
            repository,
            digest,
            tags: tags.sort(),
            ...told,
            ...(beside
              ? { attestations: describeAttestations(beside, bundled) }
              : {}),
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

/** What speaks for an image is asked for where it matters: of what runs and of what may run next. */
function attestedOf(
  tags: readonly string[],
  running: { tags: readonly string[]; digests: readonly string[] },
  digests: ReadonlyMap<string, string>,
): string[] {
  const newest = tags.filter(tag => !running.tags.includes(tag));
  const named = [...running.tags, ...newest.slice(0, ATTESTED_NEWEST)];
  return [
    ...new Set([
      ...running.digests,
      ...named.flatMap(tag => digests.get(tag) ?? []),
    ]),
  ]
    .slice(0, MAX_ATTESTED)
    .sort();
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
