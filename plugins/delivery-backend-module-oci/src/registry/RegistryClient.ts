import type { z } from 'zod';
import { readText, SourceFailure } from '@throughline/plugin-delivery-node';
import { ACCEPT_INDEX, ACCEPT_MANIFESTS } from './mediaTypes';
import { nextPage } from './nextPage';
import {
  RegistryTransport,
  type RegistryTransportOptions,
} from './RegistryTransport';
import { ReferrersAnswer, TagsAnswer } from './schemas';

const MAX_TAG_PAGES = 200;
const TAGS_PER_PAGE = 1_000;
const MAX_REFERRER_PAGES = 10;

/** A manifest or index as it came. */
export interface ManifestAnswer {
  body: string;
  mediaType?: string;
  digest?: string;
}

/** The calls of the distribution specification that are needed to tell what images there are. Reads only. */
export class RegistryClient {
  readonly #transport: RegistryTransport;

  constructor(private readonly options: RegistryTransportOptions) {
    this.#transport = new RegistryTransport(options);
  }

  /** Whether the registry speaks the API and lets us in. */
  async ping(): Promise<void> {
    const response = await this.#transport.request({
      operation: 'ping',
      path: [],
    });
    await response.body?.cancel();
  }

  /**
   * All tags of a repository, in the registry's order.
   *
   * @throws NotFound
   */
  async tags(repository: string): Promise<string[]> {
    const tags: string[] = [];
    const seen = new Set<string>();
    let query: Record<string, string> | undefined = {
      n: String(TAGS_PER_PAGE),
    };
    for (let page = 0; query && page < MAX_TAG_PAGES; page += 1) {
      const response = await this.#transport.request({
        operation: 'tags',
        repository,
        path: ['tags', 'list'],
        query,
      });
      const answer = TagsAnswer.safeParse(await this.#json(response));
      if (!answer.success) {
        throw new SourceFailure(
          'protocol',
          `${this.options.host} answered with something else than the tags of ${repository}`,
        );
      }
      const named = (answer.data.tags ?? []).filter(
        (tag): tag is string =>
          typeof tag === 'string' && /^\w[\w.-]{0,127}$/.test(tag),
      );
      const before = seen.size;
      named.forEach(tag => seen.add(tag));
      tags.push(...named);
      // A page that brings nothing new is one of a registry that ignores what was asked for.
      query =
        seen.size > before ? nextPage(response.headers.get('link')) : undefined;
    }
    return [...new Set(tags)];
  }

  /**
   * The digest that a tag stands for at present; undefined where the registry does not tell it in a header.
   *
   * @throws NotFound
   */
  async digestOf(repository: string, tag: string): Promise<string | undefined> {
    const response = await this.#transport.request({
      operation: 'digest',
      repository,
      method: 'HEAD',
      path: ['manifests', tag],
      accept: ACCEPT_MANIFESTS,
    });
    return digestHeader(response);
  }

  /**
   * A manifest or index by tag or digest.
   *
   * @throws NotFound
   */
  async manifest(
    repository: string,
    reference: string,
  ): Promise<ManifestAnswer> {
    const response = await this.#transport.request({
      operation: 'manifest',
      repository,
      path: ['manifests', reference],
      accept: ACCEPT_MANIFESTS,
    });
    const mediaType = response.headers
      .get('content-type')
      ?.split(';')[0]
      .trim();
    return {
      body: await readText(response, { signal: this.options.signal }),
      ...(mediaType ? { mediaType } : {}),
      digest: digestHeader(response),
    };
  }

  /**
   * A blob's text; for config blobs.
   *
   * @throws NotFound
   */
  async blob(repository: string, digest: string): Promise<string> {
    const response = await this.#transport.request({
      operation: 'blob',
      repository,
      path: ['blobs', digest],
    });
    return readText(response, { signal: this.options.signal });
  }

  /**
   * What refers to a manifest (distribution specification 1.1); `complete` is false where the list goes on.
   *
   * @throws NotFound where the registry does not know the API
   */
  async referrers(
    repository: string,
    digest: string,
  ): Promise<{
    referrers: z.infer<typeof ReferrersAnswer>['manifests'];
    complete: boolean;
  }> {
    const referrers: z.infer<typeof ReferrersAnswer>['manifests'] = [];
    let query: Record<string, string> | undefined = {};
    for (let page = 0; query && page < MAX_REFERRER_PAGES; page += 1) {
      const response = await this.#transport.request({
        operation: 'referrers',
        repository,
        path: ['referrers', digest],
        accept: ACCEPT_INDEX,
        query,
      });
      const answer = ReferrersAnswer.safeParse(await this.#json(response));
      if (!answer.success) {
        throw new SourceFailure(
          'protocol',
          `${this.options.host} answered with something else than referrers`,
        );
      }
      referrers.push(...answer.data.manifests);
      query = nextPage(response.headers.get('link'));
    }
    return { referrers, complete: query === undefined };
  }

  async #json(response: Response): Promise<unknown> {
    const text = await readText(response, { signal: this.options.signal });
    try {
      return JSON.parse(text);
    } catch {
      throw new SourceFailure(
        'protocol',
        `The answer of ${this.options.host} is not JSON: is the URL the registry's, and is no login page or proxy in the way?`,
      );
    }
  }
}

function digestHeader(response: Response): string | undefined {
  const digest = response.headers.get('docker-content-digest');
  return digest && /^sha(256|512):[0-9a-f]{64,128}$/.test(digest)
    ? digest
    : undefined;
}
