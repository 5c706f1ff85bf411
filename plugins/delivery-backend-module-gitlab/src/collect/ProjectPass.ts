import type {
  HistoryConfig,
  RepositoryInterest,
} from '@throughline/plugin-delivery-node';
import type { GitlabClient } from '../api/GitlabClient';
import type { ProjectFacts } from '../map/ProjectFacts';
import type { ReadPipeline } from '../map/readPipeline';
import type { Memory } from '../source/Memory';
import type { ProjectState } from '../source/ProjectState';

/** The kinds of scopes that each project has. */
export const SCOPES = [
  'branches',
  'commits',
  'deployments',
  'pulls',
  'releases',
  'runs',
] as const;

/** The project that is looked at, with all that the steps need. */
export interface ProjectPass {
  identity: string;
  interest: RepositoryInterest;
  project: ProjectFacts;
  client: GitlabClient;
  /** Steps write what they have told into it. */
  state: ProjectState;
  memory: Memory;
  history: HistoryConfig;
  /** All of it is to be looked at, not only what is cheap. */
  thorough: boolean;
  defaultBranch?: string;
  /** The head of the default branch. */
  head?: string;
  /** Whether branches moved since the last look. */
  moved: boolean;
  /** Pipelines that changed since the last look. */
  changed: readonly ReadPipeline[];
}

/** The scope of one kind of a project's items. */
export function scopeOf(
  { identity }: Pick<ProjectPass, 'identity'>,
  kind: (typeof SCOPES)[number],
): string {
  return `${identity}/${kind}`;
}

/** The path of something of a project. */
export function projectPath(
  { project }: Pick<ProjectPass, 'project'>,
  ...rest: string[]
): string[] {
  return ['projects', project.id, ...rest];
}
