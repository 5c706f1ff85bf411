import type { Commit, Repositories } from '../../git/Repositories';
import { uuid } from '../../kubernetes/hash';
import { timestamp } from '../../kubernetes/json';

import type { Person } from '../../world/Scenario';
import { repositoryOf, type ResolvedSources } from './ApplicationSources';
import { sourcesOf, type Application, type HistoryEntry } from './types';

/** How many deployments Argo CD remembers. */
export const HISTORY_LIMIT = 10;

const MOST_COMMITS = 400;

interface Change {
  commit: Commit;
  repository: string;
}

async function changesOf(
  repositories: Repositories,
  application: Application,
  resolved: ResolvedSources,
): Promise<Change[]> {
  const sources = sourcesOf(application.spec);
  const changes = new Map<string, Change>();
  const firsts: string[] = [];
  for (const { repository, path } of resolved.paths) {
    const i = sources.findIndex(
      source => repositoryOf(source.repoURL) === repository,
    );
    const commits = await repositories.log(repository, {
      ref: resolved.revisions[i],
      path: path || undefined,
      limit: MOST_COMMITS,
    });
    commits.forEach(commit => changes.set(commit.sha, { commit, repository }));
    const oldest = commits[commits.length - 1];
    if (oldest && sources.some(source => source.path === path)) {
      firsts.push(oldest.committedAt);
    }
  }
  // What was there before the Application's own folder was not deployed by it.
  const start = firsts.sort()[firsts.length - 1] ?? '';
  return [...changes.values()]
    .filter(({ commit }) => commit.committedAt >= start)
    .sort((a, b) => a.commit.committedAt.localeCompare(b.commit.committedAt));
}

/** Seconds between a commit and its deployment: the controller's own, or a person's. */
function delaySeconds(commit: Commit, automated: boolean): number {
  const number = parseInt(uuid(commit.sha).slice(0, 6), 16);
  return automated ? 12 + (number % 50) : 120 + (number % 1_500);
}

/** What lies behind an Application when the sandbox starts. */
export interface SeededHistory {
  /** The latest deployments, newest last. */
  entries: HistoryEntry[];
  /** When it was made. */
  createdAt: Date;
}

/** The deployments that the commits of what an Application is made from would have made. */
export async function seedHistory(
  repositories: Repositories,
  application: Application,
  resolved: ResolvedSources,
  people: readonly Person[],
): Promise<SeededHistory> {
  const { spec } = application;
  const sources = sourcesOf(spec);
  const automated = spec.syncPolicy?.automated !== undefined;
  const changes = await changesOf(repositories, application, resolved);
  const first = Math.max(0, changes.length - HISTORY_LIMIT);
  const now = Date.now();
  const entries: HistoryEntry[] = [];
  for (const [offset, change] of changes.slice(first).entries()) {
    const { commit, repository } = change;
    const committed = Date.parse(commit.committedAt);
    const deployed = Math.min(
      committed + delaySeconds(commit, automated) * 1_000,
      now - 5_000,
    );
    const revisions = await Promise.all(
      sources.map(async (source, i) => {
        const other = repositoryOf(source.repoURL);
        if (other === repository) {
          return commit.sha;
        }
        const log = await repositories.log(other, {
          ref: resolved.revisions[i],
          limit: MOST_COMMITS,
        });
        const then = log.find(
          ({ committedAt }) => committedAt <= commit.committedAt,
        );
        return (then ?? log[log.length - 1]).sha;
      }),
    );
    const person = people.find(
      candidate => candidate.email === commit.author.email,
    );
    entries.push({
      id: first + offset,
      deployStartedAt: timestamp(new Date(deployed - 4_000)),
      deployedAt: timestamp(new Date(deployed)),
      initiatedBy: automated
        ? { automated: true }
        : { username: person?.login ?? 'admin' },
      ...revisionFields(application, revisions),
    });
  }
  const oldest = changes[0]?.commit.committedAt;
  return { entries, createdAt: oldest ? new Date(oldest) : new Date(now) };
}

/** The fields that say what was deployed, for one source or several. */
export function revisionFields(
  application: Application,
  revisions: string[],
): Pick<HistoryEntry, 'revision' | 'revisions' | 'source' | 'sources'> {
  const { source, sources } = application.spec;
  return sources
    ? { revision: '', revisions, source: { repoURL: '' }, sources }
    : { revision: revisions[0], source };
}
