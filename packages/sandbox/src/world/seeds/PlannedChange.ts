import { Person } from '../Scenario';
import { ServiceSpec } from '../services';

/** What the workflow of a service made of a change. */
export interface PlannedOutcome {
  service: ServiceSpec;
  conclusion: 'success' | 'failure' | 'cancelled';
  /** Set where an image was published. */
  version?: string;
  /** When the run was through. */
  finishedAt: Date;
}

/** One commit to be. */
export interface PlannedCommit {
  subject: string;
  body?: string;
  at: Date;
  files: Record<string, string | null>;
}

/** One step of a repository's main branch, with the pull request that it came from. */
export interface PlannedChange extends PlannedCommit {
  author: Person;
  via: 'direct' | 'squash' | 'merge';
  pull?: {
    number: number;
    branch: string;
    openedAt: Date;
    mergedBy: Person;
    commits: PlannedCommit[];
  };
  outcomes: PlannedOutcome[];
}

/** A pull request that is still open. */
export interface PlannedPull {
  number: number;
  branch: string;
  title: string;
  draft: boolean;
  author: Person;
  commits: PlannedCommit[];
}

/** A branch that carries a fix which main lacks. */
export interface PlannedHotfix {
  branch: string;
  /** The change (by its index) that it starts from. */
  base: number;
  commit: PlannedCommit;
  author: Person;
  service: ServiceSpec;
  version: string;
  finishedAt: Date;
}

/** The history of a repository, before it is written. */
export interface SourcePlan {
  repository: string;
  services: ServiceSpec[];
  changes: PlannedChange[];
  open: PlannedPull[];
  hotfix?: PlannedHotfix;
}
