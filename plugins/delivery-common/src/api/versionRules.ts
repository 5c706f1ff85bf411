import type { FileChange } from './operations';

/**
 * A rule of where a version lives, as an annotation or the configuration writes it.
 *
 * @public
 */
export interface VersionRuleText {
  strategy: 'kustomizeImages' | 'value' | 'revision';
  /** Identity of the repository; the one that the target is made from where absent. */
  repository?: string;
  /** The default branch where absent. */
  branch?: string;
  /** From the repository's root. Words such as `${path}` and `${target}` stand for each target's own. */
  file: string;
  /** The object in the file, where it holds several. */
  document?: { kind: string; name: string };
  /** Where in the file the version is. */
  path?: string;
  /** Where in the file the digest is that is pinned beside it. */
  digestPath?: string;
  /** Which entry of a kustomization's `images`. */
  image?: string;
  write: 'commit' | 'pullRequest';
}

/**
 * A rule that is in force for a target.
 *
 * @public
 */
export interface VersionRuleInForce {
  /** Absent where no file says the version, and a pipeline brings it. */
  rule?: VersionRuleText;
  /** The name of that pipeline. */
  pipeline?: string;
  origin: 'config' | 'annotation';
  /** The key or the annotation that says so. */
  where: string;
}

/**
 * How what a file says compares with what runs: the same, one of several versions that run, another one, or nobody can
 * tell.
 *
 * @public
 */
export type VersionRuleMatch = 'same' | 'partly' | 'differs' | 'unknown';

/**
 * Where a proposed rule finds the version of one target.
 *
 * @public
 */
export interface VersionRulePlace {
  targetId: string;
  /** The target's name. */
  target: string;
  repository: string;
  /** The branch that it was read from. */
  branch: string;
  file: string;
  /** What the file says there. */
  current?: string;
  /** What runs; absent where that is not known. */
  runs?: string;
  match: VersionRuleMatch;
}

/**
 * A rule that was found by looking at what targets are made from. It is a proposal, and nothing goes by it.
 *
 * @public
 */
export interface VersionRuleProposal {
  rule: VersionRuleText;
  /** What was found, in words. */
  found: string;
  /** The worst of its places. */
  match: VersionRuleMatch;
  /** One for each target that it fits. */
  places: VersionRulePlace[];
  /** Names of targets of the environment that it does not fit. */
  missing: string[];
  /** What to know before it is taken. */
  remarks: string[];
  snippets: VersionRuleSnippets;
}

/**
 * What to write down for a rule to be in force.
 *
 * @public
 */
export interface VersionRuleSnippets {
  /** For the entity's catalog file, with the rules of its other environments. */
  annotation?: string;
  /** Why there is none for the catalog file. */
  noAnnotationBecause?: string;
  /** For `app-config.yaml`. */
  config: string;
}

/**
 * Where the version of one target lives.
 *
 * @public
 */
export interface TargetVersionRule {
  id: string;
  name: string;
  inForce?: VersionRuleInForce;
  /** Why there is no rule. */
  missingBecause?: string;
}

/**
 * Where versions live in one environment.
 *
 * @public
 */
export interface EnvironmentVersionRules {
  environment: string;
  title: string;
  targets: TargetVersionRule[];
  /** Versions that a rule can be tried out with, newest first. */
  versions: string[];
  /** Why the reader cannot have rules proposed and tried out here; absent where they can. */
  mayNotTryBecause?: string;
  /** Only where they were asked for. */
  proposals?: VersionRuleProposal[];
  /** Why nothing is proposed for a target, where they were asked for. */
  nothingFound?: { target: string; because: string }[];
}

/**
 * Where the versions of an entity live.
 *
 * @public
 */
export interface EntityVersionRules {
  entityRef: string;
  environments: EnvironmentVersionRules[];
}

/**
 * A rule that is to be tried out.
 *
 * @public
 */
export interface VersionRuleTrialInput {
  environment: string;
  rule: VersionRuleText;
  /** What the version is called: one of {@link EnvironmentVersionRules.versions}, or another tag or revision. */
  version: string;
}

/**
 * What a promotion to a version would write by a rule. Nothing has been written.
 *
 * @public
 */
export interface VersionRuleTrial {
  version: string;
  /** Empty where the files say it already. */
  changes: FileChange[];
  places: { target: string; file: string; before: string }[];
  /** Why it would be refused. */
  refusedBecause?: string;
  snippets: VersionRuleSnippets;
}
