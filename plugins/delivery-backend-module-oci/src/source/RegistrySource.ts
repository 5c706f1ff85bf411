import {
  RepositoryCursor,
  fingerprint,
  Lru,
  SourceFailure,
  type DeliverySource,
  type ImageInterest,
  type Observation,
  type ObserveContext,
  inParallel,
} from '@throughline/plugin-delivery-node';
import type { ArtifactFacts } from '../artifact/readArtifact';
import type { RegistryConfig } from '../config/readOciConfig';
import { AttestationKeeper } from '../attestations/AttestationKeeper';
import { NotFound } from '../registry/NotFound';
import { RegistryAuth } from '../registry/RegistryAuth';
import { RegistryClient } from '../registry/RegistryClient';
import type { RateLimit } from '../registry/readRateLimit';
import { Budget } from './Budget';
import { FailureTally } from './FailureTally';
import type { Outcome } from './Outcome';
import { RepositoryReader } from './RepositoryReader';
import { RepositoryStateSchema, type RepositoryState } from './RepositoryState';
import { forget, tell } from './tell';
import { TagMemory } from './TagMemory';
import { VerifySchedule } from './VerifySchedule';

const PARALLEL = 6;
const CHECKPOINT_AFTER = 100;

/** The images of one registry that targets run and entities name. */
export class RegistrySource implements DeliverySource {
  readonly system = 'oci';
  readonly strategy = 'poll';
  readonly maxSilenceMs = 60_000;
  readonly observes = ['Image'];
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly pollMs: number;
  readonly #auth: RegistryAuth;
  readonly #facts = new Lru<ArtifactFacts>(20_000);
  readonly #memory = new TagMemory();
  readonly #attestations = new AttestationKeeper();
  readonly #lastDigests = new Lru<ReadonlyMap<string, string>>(5_000);
  readonly #schedule: VerifySchedule;
  /** What was asked of each repository when it last answered. */
  readonly #asked = new Map<string, string>();

  constructor(private readonly registry: RegistryConfig) {
    this.id = `oci:${registry.name}`;
    this.title = registry.name;
    this.url = registry.url;
    this.pollMs = registry.pollMs;
    this.#auth = new RegistryAuth(registry);
    this.#schedule = new VerifySchedule(registry.verifyMs);
  }

  async *observe(context: ObserveContext): AsyncGenerator<Observation> {
    const budget = new Budget();
    const client = this.#client(context, limit => budget.hear(limit));
    await client.ping();
    yield { type: 'alive' };
    const cursor = RepositoryCursor.parse(
      context.cursor,
      RepositoryStateSchema,
    );
    const interests = context.interests.images.filter(image =>
      image.repository.startsWith(`${this.registry.host}/`),
    );
    const wanted = this.#wanted(interests, context);
    const reader = new RepositoryReader({
      host: this.registry.host,
      client,
      facts: this.#facts,
      memory: this.#memory,
      attestations: this.#attestations,
      lastDigests: this.#lastDigests,
      newestTags: this.registry.newestTags,
    });
    const failures = new FailureTally();
    const answered: ImageInterest[] = [];
    let sinceCheckpoint = 0;
    for await (const outcome of inParallel(wanted, PARALLEL, interest =>
      this.#look(reader, interest, cursor, context),
    )) {
      yield* budget.tell();
      failures.count(outcome);
      if (!('failure' in outcome)) {
        answered.push(outcome.interest);
      }
      const observations = tell(outcome, cursor);
      yield* observations;
      sinceCheckpoint += observations.length > 1 ? 1 : 0;
      if (sinceCheckpoint >= CHECKPOINT_AFTER) {
        sinceCheckpoint = 0;
        yield { type: 'checkpoint', cursor: cursor.toString() };
      }
    }
    if (context.reason !== 'interests') {
      failures.throwIfAll(context.reason !== 'hint');
    }
    if (context.reason !== 'hint') {
      const interesting = new Set(interests.map(one => one.repository));
      yield* forget(cursor, interesting);
      for (const repository of this.#asked.keys()) {
        if (!interesting.has(repository)) {
          this.#asked.delete(repository);
        }
      }
    }
    const told = cursor.toString();
    if (told !== context.cursor) {
      yield { type: 'checkpoint', cursor: told };
    }
    // Not before the end: of a pass that is broken off, some may be lost.
    answered.forEach(interest =>
      this.#asked.set(interest.repository, questionOf(interest)),
    );
  }

  #client(
    context: ObserveContext,
    onRateLimit: (limit: RateLimit) => void,
  ): RegistryClient {
    return new RegistryClient({
      host: this.registry.host,
      url: this.registry.url,
      auth: this.#auth,
      signal: context.signal,
      fetch: this.registry.http.fetch,
      onRateLimit,
      countCall: call => context.countCall(call),
    });
  }

  #wanted(
    interests: ImageInterest[],
    context: ObserveContext,
  ): ImageInterest[] {
    if (context.reason === 'interests') {
      // While images change somewhere all the time, the others must not be asked for each time.
      return interests.filter(
        interest =>
          this.#asked.get(interest.repository) !== questionOf(interest),
      );
    }
    if (context.reason !== 'hint') {
      return interests;
    }
    const hinted = new Set(context.hints.map(hint => hint.subject));
    return interests.filter(interest => hinted.has(interest.repository));
  }

  async #look(
    reader: RepositoryReader,
    interest: ImageInterest,
    cursor: RepositoryCursor<RepositoryState>,
    context: ObserveContext,
  ): Promise<Outcome> {
    const due =
      context.reason === 'hint' || this.#schedule.isDue(interest.repository);
    try {
      const previous = cursor.get(interest.repository);
      const reading = await reader.read(interest, previous, due);
      if (due) {
        this.#schedule.done(interest.repository);
      }
      return { interest, reading };
    } catch (error) {
      if (context.signal.aborted) {
        throw error;
      }
      if (error instanceof NotFound) {
        return { interest, missing: error };
      }
      if (error instanceof SourceFailure && error.kind !== 'rateLimit') {
        return { interest, failure: error };
      }
      throw error;
    }
  }
}

function questionOf(interest: ImageInterest): string {
  return fingerprint(interest.references);
}
