import {
  readItems,
  tellItems,
  tellMalformed,
  type Lru,
  type Observation,
  type ObserveContext,
  type RepositoryInterest,
} from '@throughline/plugin-delivery-node';
import type { LogCommit } from '../history/LogParser';
import type { PathSet } from '../history/PathSet';
import { readCommit } from '../map/readCommit';
import type { Mirror } from '../mirror/Mirror';
import type { RemoteRefs } from '../mirror/RemoteRefs';
import type { RepositoryState } from './RepositoryState';

/** The repository that is worked on, with all that the steps need. */
export interface RepositoryPass {
  interest: RepositoryInterest;
  paths: PathSet;
  mirror: Mirror;
  refs: RemoteRefs;
  /** Steps write what they have told into it. */
  state: RepositoryState;
  /** How many of the newest commits are told at first. */
  commits: number;
  /** When commits that the host does not have were asked for, by identity and commit. */
  missing: Lru<number>;
  context: Pick<ObserveContext, 'logger' | 'signal'>;
}

/** The kinds of scopes that each repository has. */
export const SCOPES = ['branches', 'releases', 'commits'] as const;

/** The scope of one kind of a repository's items. */
export function scopeOf(
  identity: string,
  kind: (typeof SCOPES)[number],
): string {
  return `${identity}/${kind}`;
}

/** What a problem with all of a repository concerns: every scope of its items. */
export function wholeOf(identity: string): string {
  return `${identity}/`;
}

/** Tells commits, and which of them could not be read. */
export function* tellCommits(
  { interest }: Pick<RepositoryPass, 'interest'>,
  commits: readonly LogCommit[],
  onDefaultBranch: boolean,
): Generator<Observation> {
  const scope = scopeOf(interest.repository, 'commits');
  const read = commits.map(commit =>
    readCommit(interest.repository, commit, onDefaultBranch),
  );
  yield* tellItems(scope, readItems(read));
  yield* tellMalformed(scope, read);
}
