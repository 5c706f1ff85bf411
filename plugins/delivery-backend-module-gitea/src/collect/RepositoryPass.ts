import type {
  HistoryConfig,
  RepositoryInterest,
} from '@throughline/plugin-delivery-node';
import type { GiteaClient } from '../api/GiteaClient';
import type { RepositoryFacts } from '../map/RepositoryFacts';
import type { Memory } from '../source/Memory';
import type { RepositoryState } from '../source/RepositoryState';

/** The kinds of scopes that each repository has. */
export const SCOPES = [
  'branches',
  'commits',
  'pulls',
  'releases',
  'runs',
] as const;

/** The repository that is looked at, with all that the steps need. */
export interface RepositoryPass {
  identity: string;
  /** Owner and name, as the API has them. */
  path: readonly [string, string];
  interest: RepositoryInterest;
  facts: RepositoryFacts;
  client: GiteaClient;
  /** Steps write what they have told into it. */
  state: RepositoryState;
  memory: Memory;
  history: HistoryConfig;
  /** The head of the default branch. */
  head?: string;
  /** Whether branches moved since the last look. */
  moved: boolean;
  /** The commits whose runs changed since the last look. */
  changed: ReadonlySet<string>;
}

/** The scope of one kind of a repository's items. */
export function scopeOf(
  { identity }: Pick<RepositoryPass, 'identity'>,
  kind: (typeof SCOPES)[number],
): string {
  return `${identity}/${kind}`;
}

/** The path of something of a repository. */
export function repositoryPath(
  { path }: Pick<RepositoryPass, 'path'>,
  ...rest: string[]
): string[] {
  return ['repos', ...path, ...rest];
}
