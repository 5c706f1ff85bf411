import {
  MAX_BATCH,
  type Observation,
  type ObservedItem,
  type RepositoryInterest,
} from '@throughline/plugin-delivery-node';
import type { GithubClient } from '../api/GithubClient';
import type { RepositoryName } from '../graphql/queryRepositories';
import type { ReadResult } from '../map/ReadResult';
import type { RepositoryState } from '../source/RepositoryState';
import type { Memory } from '../source/Memory';

/** The repository that is worked on, with all that the steps need. */
export interface RepositoryPass {
  name: RepositoryName;
  interest: RepositoryInterest;
  client: GithubClient;
  /** Steps write what they have told into it. */
  state: RepositoryState;
  memory: Memory;
  /** Stands for what the sweep told. */
  pulse: string;
  /** Stands for the newest deployment that the sweep told; absent where there is none. */
  deployments?: string;
  url: string;
  defaultBranch?: string;
  head?: string;
  history: { commits: number; windowMs: number };
}

/** The kinds of scopes that each repository has. */
export const SCOPES = [
  'branches',
  'commits',
  'deployments',
  'pulls',
  'releases',
  'runs',
] as const;

/** One of {@link SCOPES}. */
export type ScopeKind = (typeof SCOPES)[number];

/** The scope of one kind of a repository's items. */
export function scopeOf(identity: string, kind: ScopeKind): string {
  return `${identity}/${kind}`;
}

/** What a problem with all of a repository concerns: every scope of its items. */
export function wholeOf(identity: string): string {
  return `${identity}/`;
}

/** What a problem concerns that costs nothing which was told already. */
export function remarkOn(identity: string): string {
  return `repository:${identity}`;
}

/** All that problems of a repository may concern. */
export function problemScopesOf(identity: string): string[] {
  return [
    remarkOn(identity),
    wholeOf(identity),
    ...SCOPES.map(kind => scopeOf(identity, kind)),
  ];
}

/** Tells what was read, in batches, and what could not be. */
export function* tellAll<T>(
  scope: string,
  results: readonly ReadResult<T>[],
  itemOf: (value: T) => ObservedItem,
): Generator<Observation> {
  const items = results.flatMap(result =>
    result.type === 'item' ? [itemOf(result.item)] : [],
  );
  yield* tellItems(scope, items);
  for (const result of results) {
    if (result.type === 'malformed') {
      const { kind, key, description, reason } = result;
      yield {
        type: 'malformed',
        scope,
        item: { kind, ...(key ? { key } : {}), description },
        reason,
      };
    }
  }
}

/** Tells items in batches. */
export function* tellItems(
  scope: string,
  items: readonly ObservedItem[],
): Generator<Observation> {
  for (let from = 0; from < items.length; from += MAX_BATCH) {
    yield {
      type: 'observed',
      scope,
      items: items.slice(from, from + MAX_BATCH),
    };
  }
}
