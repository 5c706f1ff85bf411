import {
  Lru,
  RepositoryCursor,
  SourceFailure,
  type DeliverySource,
  type Observation,
  type ObserveContext,
  type RepositoryInterest,
  type RepositoryWriter,
  inParallel,
} from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/readHost';
import { PathSet } from '../history/PathSet';
import { Mirror } from '../mirror/Mirror';
import { MirrorFolders } from '../mirror/MirrorFolders';
import { Remote } from '../mirror/Remote';
import type { RemoteRefs } from '../mirror/RemoteRefs';
import { GitWriter } from '../write/GitWriter';
import { FailureTally } from './FailureTally';
import { forget } from './forget';
import { isAsked, isDue, observeRepository } from './observeRepository';
import { wholeOf, type RepositoryPass } from './RepositoryPass';
import { StateSchema, type RepositoryState } from './RepositoryState';

const PARALLEL = 4;
const CHECKPOINT_AFTER = 20;

type Look = { interest: RepositoryInterest } & (
  | { remote: Remote; refs: RemoteRefs }
  | { failure: SourceFailure }
);

/** The repositories of one Git host that entities and targets refer to. */
export class GitSource implements DeliverySource {
  readonly system = 'git';
  readonly strategy = 'poll';
  readonly maxSilenceMs = 120_000;
  readonly observes = ['Repository'];
  readonly id: string;
  readonly title: string;
  readonly pollMs: number;
  readonly writer: RepositoryWriter;
  readonly #folders: MirrorFolders;
  readonly #missing = new Lru<number>(50_000);

  constructor(private readonly host: HostConfig) {
    this.id = `git:${host.name}`;
    this.title = host.name;
    this.pollMs = host.pollMs;
    this.writer = new GitWriter(host);
    this.#folders = new MirrorFolders(host.directory);
  }

  async *observe(context: ObserveContext): AsyncGenerator<Observation> {
    context.signal.throwIfAborted();
    await this.#folders.prepare();
    const cursor = RepositoryCursor.parse(context.cursor, StateSchema);
    const tally = new FailureTally();
    const interests = context.interests.repositories.filter(({ repository }) =>
      repository.startsWith(`${this.host.host}/`),
    );
    let sinceCheckpoint = 0;
    for await (const pass of this.#passes(interests, cursor, context)) {
      const told = yield* this.#tell(pass, cursor, tally, context);
      sinceCheckpoint += told ? 1 : 0;
      if (sinceCheckpoint >= CHECKPOINT_AFTER) {
        sinceCheckpoint = 0;
        yield { type: 'checkpoint', cursor: cursor.toString() };
      }
    }
    if (context.reason !== 'interests') {
      tally.throwIfAll(context.reason !== 'hint');
    }
    if (context.reason !== 'hint') {
      yield* forget(cursor, new Set(interests.map(one => one.repository)));
      await this.#tidy(interests);
    }
    if (cursor.toString() !== context.cursor) {
      yield { type: 'checkpoint', cursor: cursor.toString() };
    }
  }

  /** What was looked at, as the answers come; repositories that have no mirror yet come last, as they take long. */
  async *#passes(
    interests: readonly RepositoryInterest[],
    cursor: RepositoryCursor<RepositoryState>,
    context: ObserveContext,
  ): AsyncGenerator<RepositoryPass | Extract<Look, { failure: unknown }>> {
    const wanted = this.#wanted(interests, cursor, context);
    const later: RepositoryPass[] = [];
    for await (const look of inParallel(wanted, PARALLEL, interest =>
      this.#look(interest, context),
    )) {
      if ('failure' in look) {
        yield look;
        continue;
      }
      const pass = this.#passOf(look, cursor, context);
      if (isDue(pass) && !(await pass.mirror.exists())) {
        later.push(pass);
      } else {
        yield pass;
      }
    }
    yield* later;
  }

  /** Where only interests have changed, what is told for them already is left for the next pass. */
  #wanted(
    interests: readonly RepositoryInterest[],
    cursor: RepositoryCursor<RepositoryState>,
    context: ObserveContext,
  ): readonly RepositoryInterest[] {
    if (context.reason === 'interests') {
      return interests.filter(interest =>
        isAsked({
          interest,
          state: cursor.state(interest.repository),
          commits: this.host.commits,
          missing: this.#missing,
        }),
      );
    }
    const hinted = new Set(context.hints.map(hint => hint.subject));
    return context.reason === 'hint'
      ? interests.filter(({ repository }) => hinted.has(repository))
      : interests;
  }

  async #look(
    interest: RepositoryInterest,
    context: ObserveContext,
  ): Promise<Look> {
    const url = this.host.remotes.urlOf(interest.repository);
    if (!url) {
      return {
        interest,
        failure: new SourceFailure(
          'configuration',
          `${interest.repository.slice(0, 200)} is no repository's name`,
        ),
      };
    }
    const remote = new Remote({
      identity: interest.repository,
      url,
      access: this.host.access,
      folder: this.#folders.root,
      context,
    });
    try {
      return { interest, remote, refs: await remote.look() };
    } catch (error) {
      if (error instanceof SourceFailure && !context.signal.aborted) {
        return { interest, failure: error };
      }
      throw error;
    }
  }

  #passOf(
    {
      interest,
      remote,
      refs,
    }: { interest: RepositoryInterest; remote: Remote; refs: RemoteRefs },
    cursor: RepositoryCursor<RepositoryState>,
    context: ObserveContext,
  ): RepositoryPass {
    return {
      interest,
      refs,
      mirror: new Mirror({
        folder: this.#folders.folderOf(interest.repository, remote.url),
        remote,
        signal: context.signal,
      }),
      paths: new PathSet(interest.paths),
      state: cursor.state(interest.repository),
      commits: this.host.commits,
      missing: this.#missing,
      context,
    };
  }

  /** @returns whether anything was told */
  async *#tell(
    pass: RepositoryPass | Extract<Look, { failure: unknown }>,
    cursor: RepositoryCursor<RepositoryState>,
    tally: FailureTally,
    context: ObserveContext,
  ): AsyncGenerator<Observation, boolean> {
    const { repository } = pass.interest;
    const scope = wholeOf(repository);
    let told = false;
    try {
      if ('failure' in pass) {
        throw pass.failure;
      }
      if (isDue(pass)) {
        yield* observeRepository(pass);
        told = true;
      }
      if (cursor.problems.delete(repository)) {
        yield { type: 'problem', scope };
      }
      yield { type: 'alive' };
      tally.succeeded();
    } catch (error) {
      if (!(error instanceof SourceFailure) || context.signal.aborted) {
        throw error;
      }
      tally.failed(error);
      cursor.problems.add(repository);
      yield { type: 'problem', scope, reason: error.message };
    }
    return told;
  }

  async #tidy(interests: readonly RepositoryInterest[]): Promise<void> {
    const wanted = interests.flatMap(({ repository }) => {
      const url = this.host.remotes.urlOf(repository);
      return url ? [this.#folders.folderOf(repository, url)] : [];
    });
    await this.#folders.tidy(new Set(wanted));
  }
}
