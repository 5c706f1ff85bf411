import {
  RepositoryCursor,
  Problems,
  SourceFailure,
  type Observation,
  type ObserveContext,
  type RepositoryInterest,
} from '@throughline/plugin-delivery-node';
import { GithubClient } from '../api/GithubClient';
import type { Access, Installations } from '../api/Installation';
import { problemScopesOf, SCOPES, scopeOf } from '../collect/RepositoryPass';
import type { GithubConfig } from '../config/readGithubConfig';
import type { HostConfig } from '../config/readHosts';
import type { RepositoryName } from '../graphql/queryRepositories';
import { readMissedDeliveries } from '../webhook/readMissedDeliveries';
import type { Memory } from './Memory';
import { observeInstallation } from './observeInstallation';
import { RepositoryStateSchema, type RepositoryState } from './RepositoryState';
import { nameOf } from './sweep';

/** What a pass over a host is made with. */
export interface HostPass {
  context: ObserveContext;
  host: HostConfig;
  config: GithubConfig;
  installations: Installations;
  memory: Memory;
}

/** A repository of interest at this host. */
export interface Interesting {
  name: RepositoryName;
  interest: RepositoryInterest;
}

/** One pass: installation by installation, so that one that is refused costs only its own repositories. */
export async function* observeHost(
  pass: HostPass,
): AsyncGenerator<Observation> {
  const { context, host, memory, installations } = pass;
  context.signal.throwIfAborted();
  memory.resume(context.cursor);
  const cursor = RepositoryCursor.parse(context.cursor, RepositoryStateSchema);
  const problems = new Problems(cursor.problems, memory.problems);
  const interesting = context.interests.repositories.flatMap(interest => {
    const name = nameOf(interest.repository, host.host);
    return name ? [{ name, interest }] : [];
  });
  const isHint = context.reason === 'hint';
  const hinted = new Set(context.hints.map(hint => hint.subject));
  const wanted = isHint
    ? interesting.filter(({ name }) => hinted.has(name.identity))
    : interesting;

  const groups = await groupByInstallation(pass, wanted, problems);
  const failures: SourceFailure[] = [...groups.failures];
  let good = 0;
  yield* problems.told();
  for (const { access, repositories } of groups.groups) {
    const scopes = new Set(
      repositories.map(({ name }) => ownerScope(host.host, name.owner)),
    );
    const client = new GithubClient({
      host,
      access,
      signal: context.signal,
      remembered: memory.etags,
      countCall: call => context.countCall(call),
      urgent: isHint,
    });
    try {
      if (!isHint) {
        await readMissedDeliveries(pass, client, access, problems);
        memory.missed.open().forEach(identity => hinted.add(identity));
      }
      yield* observeInstallation({
        ...pass,
        client,
        access,
        cursor,
        problems,
        repositories,
        hinted,
      });
      if (!client.wasAnswered) {
        // Nothing was due, or affordable: a pass that asked nothing would say that all is well.
        await client.askLimit();
      }
      good += 1;
      scopes.forEach(scope => problems.clear(scope));
    } catch (error) {
      if (context.signal.aborted || !(error instanceof SourceFailure)) {
        throw error;
      }
      failures.push(error);
      const { message } = error;
      scopes.forEach(scope => problems.add(scope, message));
    }
    yield* problems.told();
  }
  if (good === 0 && failures.length > 0) {
    throw failures[0];
  }
  const [scarcest] = installations
    .all()
    .flatMap(({ budget }) => budget.scarcest() ?? [])
    .sort((a, b) => a.remaining / a.limit - b.remaining / b.limit);
  if (scarcest) {
    yield { type: 'budget', ...scarcest };
  } else {
    yield { type: 'alive' };
  }
  if (!isHint) {
    yield* forget(host.host, cursor, problems, interesting, memory);
    yield* problems.stillOpen();
  }
  const told = cursor.toString();
  if (told !== context.cursor) {
    yield* memory.checkpoint(told);
  }
  memory.settle(told);
}

async function groupByInstallation(
  pass: HostPass,
  interesting: readonly Interesting[],
  problems: Problems,
): Promise<{
  groups: { access: Access; repositories: Interesting[] }[];
  failures: SourceFailure[];
}> {
  const groups = new Map<
    string,
    { access: Access; repositories: Interesting[] }
  >();
  const failures: SourceFailure[] = [];
  const owners = new Set(interesting.map(({ name }) => name.owner));
  for (const owner of owners) {
    const repositories = interesting.filter(({ name }) => name.owner === owner);
    try {
      const access = await pass.installations.access(owner);
      const { key, pausedUntil } = access.installation;
      if (pausedUntil > Date.now()) {
        throw new SourceFailure(
          'rateLimit',
          `${pass.host.host} wants to be left alone for a while`,
          { retryAfterMs: pausedUntil - Date.now() },
        );
      }
      const group = groups.get(key) ?? { access, repositories: [] };
      group.repositories.push(...repositories);
      groups.set(key, group);
    } catch (error) {
      if (!(error instanceof SourceFailure)) {
        throw error;
      }
      failures.push(error);
      problems.add(ownerScope(pass.host.host, owner), error.message);
    }
  }
  return { groups: [...groups.values()], failures };
}

/** What a problem with all repositories of an owner concerns. */
function ownerScope(host: string, owner: string): string {
  return `${host}/${owner}/`.toLocaleLowerCase('en-US');
}

/** What is of no interest any more goes. */
function* forget(
  host: string,
  cursor: RepositoryCursor<RepositoryState>,
  problems: Problems,
  interesting: readonly Interesting[],
  memory: Memory,
): Generator<Observation> {
  const kept = new Set(interesting.map(({ name }) => name.identity));
  memory.keep(kept);
  for (const identity of cursor.identities()) {
    if (!kept.has(identity)) {
      cursor.delete(identity);
      problemScopesOf(identity).forEach(scope => problems.clear(scope));
      for (const kind of SCOPES) {
        const scope = scopeOf(identity, kind);
        yield { type: 'listing', scope };
        yield { type: 'listed', scope };
      }
    }
  }
  const owners = new Set(
    interesting.map(({ name }) => ownerScope(host, name.owner)),
  );
  for (const scope of [...cursor.problems]) {
    if (/^[^/]+\/[^/]+\/$/.test(scope) && !owners.has(scope)) {
      problems.clear(scope);
    }
  }
  yield* problems.told();
}
