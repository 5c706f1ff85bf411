/**
 * A repository that the catalog's entities or their targets refer to.
 *
 * @public
 */
export interface RepositoryInterest {
  /** See `repositoryIdentity`. */
  repository: string;
  /** What it is to those who refer to it. */
  roles: ('source' | 'configuration')[];
  /** The folders that matter, sorted; `''` is the whole repository. */
  paths: string[];
  /** Commits that something refers to and that must be known, on whatever branch; sorted. */
  revisions: string[];
}

/**
 * An image repository that targets run or that entities name.
 *
 * @public
 */
export interface ImageInterest {
  /** Registry host and path. */
  repository: string;
  /** The tags and digests that run somewhere; sorted. */
  references: string[];
}

/**
 * A pipeline that an entity names by an annotation.
 *
 * @public
 */
export interface PipelineInterest {
  /** The system that the annotation speaks of, such as `jenkins`. */
  system: string;
  /** The name of the source, where the annotation tells it; else it is the system's only or first one. */
  source?: string;
  /** As the annotation has it, such as `team/checkout`. */
  pipeline: string;
}

/**
 * What is worth observing, made from the catalog and from what runs. Sources that would otherwise have to look at
 * everything that exists upstream look at these only, and each takes those that are of its own host.
 *
 * @public
 */
export interface Interests {
  /** Changes when anything in it does. */
  version: string;
  repositories: RepositoryInterest[];
  images: ImageInterest[];
  pipelines: PipelineInterest[];
}
