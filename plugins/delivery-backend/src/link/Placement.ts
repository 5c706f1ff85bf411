import type {
  LinkEvidence,
  UnplacedTarget,
} from '@throughline/plugin-delivery-common';

/** That a target belongs to an entity. */
export interface TargetLink {
  entityRef: string;
  targetId: string;
  /** The application that it is shown under, for a workload that one manages. */
  under?: string;
  /** Absent where no rule tells, and for previews. */
  environment?: string;
  /** The key of the preview environment, where it is one. */
  preview?: string;
  evidence: LinkEvidence;
  /**
   * How many targets, of whichever entity, are made from each place that this one does not have to itself, by
   * `placeKey`; see `FolderIndex`.
   */
  users?: Record<string, number>;
}

/** All that the rules say about one target. */
export interface Placement {
  links: TargetLink[];
  /** Set where the sources page lists it. */
  unplaced?: Pick<UnplacedTarget, 'reason' | 'tried'>;
}
