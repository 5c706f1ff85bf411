/**
 * One container image that runs or is wanted.
 *
 * @public
 */
export interface ImageVersion {
  /** Registry host and repository path, such as `ghcr.io/acme/checkout`. */
  repository: string;
  tag?: string;
  /** `sha256:…`; only where the upstream told it, never guessed from a tag. */
  digest?: string;
}

/**
 * A place in a configuration repository that a target is made from.
 *
 * @public
 */
export interface DesiredSource {
  /** The repository's URL as the upstream has it. */
  url: string;
  /** The folder in it; absent for a chart. */
  path?: string;
  /**
   * The files of this repository that are read besides the folder, or instead of one, such as a chart's values for one
   * environment. Paths from the repository's root, sorted; absent where there are none, or the upstream does not tell.
   */
  files?: string[];
  /** The chart's name, where the source is a chart repository. */
  chart?: string;
  /** True where a machine renders it from the sources that follow it: nobody else writes there. */
  rendered?: boolean;
  /** What is asked for: a branch, tag, version range or commit. */
  targetRevision?: string;
  /** What that means at present: a commit, or a chart's version. */
  revision?: string;
  /** A newer revision that the controller has fetched and not applied yet; absent where it is the same. */
  available?: string;
}

/**
 * Somebody, as far as the evidence shows.
 *
 * @public
 */
export interface Actor {
  /** Name to show. */
  name: string;
  /** The login at the system that told. */
  login?: string;
  /** True where a machine acted on nobody's particular request (auto-sync, a bot). */
  automated?: boolean;
}

/**
 * How far a link of the trace can be trusted. An inferred link never feeds a gate or an audit record.
 *
 * @public
 */
export type Certainty = 'certain' | 'inferred';

/**
 * Why something is believed: the rule or fact, in words for a person.
 *
 * @public
 */
export interface Evidence {
  certainty: Certainty;
  /** For example "image label org.opencontainers.image.revision". */
  reason: string;
}
