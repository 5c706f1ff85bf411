import {
  type RepositoryCursor,
  SourceFailure,
  type Observation,
  type Problems,
} from '@throughline/plugin-delivery-node';
import type { GithubClient } from '../api/GithubClient';
import type { Access } from '../api/Installation';
import {
  problemScopesOf,
  remarkOn,
  scopeOf,
  wholeOf,
  type RepositoryPass,
} from '../collect/RepositoryPass';
import { RECENT, RECENT_COST } from '../graphql/fragments';
import {
  queryRepositories,
  type RepositoryAnswer,
} from '../graphql/queryRepositories';
import { Recent } from '../graphql/schemas';
import {
  dueOf,
  hasOpenChecks,
  observeDeep,
  observeRecent,
  observeRest,
  type Due,
} from './observeRepository';
import type { HostPass, Interesting } from './observeHost';
import { PartFailure } from './PartFailure';
import { isWholesale, sweep } from './sweep';
import type { RepositoryState } from './RepositoryState';

/** So many repositories in a row that fail say that the upstream does. */
const GIVE_UP_AFTER = 3;

/** What a pass over one installation is made with. */
export interface InstallationPass extends HostPass {
  client: GithubClient;
  access: Access;
  cursor: RepositoryCursor<RepositoryState>;
  problems: Problems;
  repositories: readonly Interesting[];
  /** Identities of those that are to be looked at whatever the sweep says. */
  hinted: ReadonlySet<string>;
}

/** A repository with something to do for. */
export interface Work {
  pass: RepositoryPass;
  due: Due;
  /** True where not all of it may be read, or something failed: its problem stays. */
  troubled: boolean;
  /** True where something failed. */
  failed: boolean;
  /** True where something of it could not be afforded. */
  unfinished: boolean;
}

/** Works on repositories so that one that fails costs only itself. */
export class Worker {
  #inRow = 0;
  /** How many repositories were not forbidden. */
  #others = 0;
  #refusal: string | undefined;

  constructor(private readonly pass: InstallationPass) {}

  /** @throws SourceFailure where each repository that was swept is forbidden, so that nothing may be read */
  throwIfForbidden(): void {
    if (this.#others === 0 && this.#refusal !== undefined) {
      throw new SourceFailure(
        'permission',
        `None of its repositories may be read: ${this.#refusal}`,
      );
    }
  }

  /** Sweeps a batch and tells which of it there is something to do for. */
  async sweep(batch: readonly Interesting[]): Promise<Work[]> {
    const { client, memory, problems, cursor, config } = this.pass;
    const answers = await sweep(
      client,
      batch.map(({ name }) => name),
    );
    const work: Work[] = [];
    for (const { name, interest } of batch) {
      const swept = answers.get(name.identity);
      const { identity } = name;
      memory.schedule.swept(name.identity);
      if (swept?.type === 'refused' && swept.forbidden) {
        this.#refusal ??= swept.reason;
      } else {
        this.#others += 1;
      }
      if (swept?.type !== 'ok') {
        problems.add(
          wholeOf(identity),
          `${identity}: ${swept?.reason ?? 'it was not answered'}`,
        );
        memory.missed.inVain(identity);
        continue;
      }
      const one: RepositoryPass = {
        name,
        interest,
        client,
        memory,
        state: cursor.state(name.identity),
        history: config.history,
        ...swept,
      };
      if (swept.refused.length > 0) {
        problems.add(
          remarkOn(identity),
          `${name.identity}: not all of it may be read: ${swept.refused.join(
            '; ',
          )}`,
        );
      }
      const hinted = this.pass.hinted.has(name.identity);
      const due = dueOf(one, {
        hinted,
        hot: memory.schedule.isHot(name.identity),
      });
      if (hinted || (due.recent && one.state.pulse !== undefined)) {
        memory.schedule.heat(name.identity);
      }
      if (Object.values(due).some(Boolean)) {
        work.push({
          pass: one,
          due,
          troubled: swept.refused.length > 0,
          failed: false,
          unfinished: false,
        });
      } else if (swept.refused.length === 0) {
        problemScopesOf(identity).forEach(scope => problems.clear(scope));
      }
    }
    return work;
  }

  /** Tells what changed in some repositories. */
  async *recent(work: readonly Work[]): AsyncGenerator<Observation> {
    const asked = work.filter(({ due }) => due.recent);
    const answers =
      asked.length > 0
        ? await queryRepositories(
            this.pass.client,
            asked.map(({ pass }) => pass.name),
            { operation: 'recent', fragments: RECENT, cost: RECENT_COST },
          )
        : new Map<string, RepositoryAnswer>();
    for (const one of asked) {
      const answer = answers.get(one.pass.name.identity);
      yield* this.#isolated(one, tellRecent(one.pass, answer));
    }
  }

  /** Tells the rest of what is due for some repositories. */
  async *rest(work: readonly Work[]): AsyncGenerator<Observation> {
    const { memory, problems } = this.pass;
    for (const one of work) {
      yield* this.#isolated(one, observeRest(one.pass, one.due));
      const { identity } = one.pass.name;
      const { state } = one.pass;
      if ((state.runs?.active.length ?? 0) > 0 || hasOpenChecks(state)) {
        memory.schedule.heat(identity);
      }
      if (one.failed || one.unfinished) {
        memory.missed.inVain(identity);
      } else {
        memory.missed.dealtWith(identity);
      }
      if (!one.troubled) {
        problemScopesOf(identity).forEach(scope => problems.clear(scope));
        yield* problems.told();
      }
    }
  }

  /** Tells the whole history of a repository. */
  deep(work: Work): AsyncGenerator<Observation> {
    return this.#isolated(work, observeDeep(work.pass));
  }

  /** Makes a failure the repository's own, unless it is the upstream's. */
  async *#isolated(
    work: Work,
    observations: AsyncGenerator<Observation, boolean>,
  ): AsyncGenerator<Observation> {
    const { name, client } = work.pass;
    try {
      if (!(yield* observations)) {
        work.unfinished = true;
      }
      this.#inRow = 0;
    } catch (error) {
      this.#inRow += 1;
      if (
        client.signal.aborted ||
        !(error instanceof SourceFailure) ||
        isWholesale(error) ||
        this.#inRow >= GIVE_UP_AFTER
      ) {
        throw error;
      }
      work.troubled = true;
      work.failed = true;
      const { identity } = name;
      const scopes =
        error instanceof PartFailure
          ? error.parts.map(part => scopeOf(identity, part))
          : [wholeOf(identity)];
      scopes.forEach(scope =>
        this.pass.problems.add(scope, `${identity}: ${error.message}`),
      );
    }
    yield* this.pass.problems.told();
  }
}

async function* tellRecent(
  pass: RepositoryPass,
  answer: RepositoryAnswer | undefined,
): AsyncGenerator<Observation, boolean> {
  if (answer?.type !== 'ok') {
    throw new SourceFailure(
      'permission',
      answer?.reason ?? 'it was not answered',
    );
  }
  const { data, error } = Recent.safeParse(answer.data);
  if (error) {
    throw new SourceFailure(
      'protocol',
      `the answer has another shape: ${error.issues[0].path.join('.')}: ${
        error.issues[0].message
      }`,
    );
  }
  yield* observeRecent(pass, data);
  return true;
}
