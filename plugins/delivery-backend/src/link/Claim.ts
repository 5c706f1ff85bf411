import type {
  EntityWarning,
  TargetType,
} from '@throughline/plugin-delivery-common';
import type { LabelRequirement } from './labelSelector';

/**
 * That an entity says: these targets are mine. All that is given must hold. A claim is not a right; see `trust.ts`.
 */
export interface Claim {
  /** For example "annotation argocd/app-name". */
  rule: string;
  /** The annotation that names targets one by one; where one of them is not there, the entity is told. */
  annotation?: string;
  /** The place of the rule in the order of rules; the lowest that matches is the evidence. */
  rank: number;
  /** True for a rule that gives way to any more particular claim of another entity. */
  fallback?: boolean;
  system?: string;
  types?: readonly TargetType[];
  /** Ids of sources. */
  sources?: readonly string[];
  names?: readonly string[];
  /** Of the target or of where it deploys to. */
  namespace?: string;
  project?: string;
  /** One of the keys of the pipelines that deploy it. */
  pipeline?: string;
  cluster?: string;
  selector?: readonly LabelRequirement[];
  /** Identity of a repository that it is made from. */
  repository?: string;
  /** The folders of that repository that belong to the entity; `''` is all of it. */
  paths?: readonly string[];
}

/** That an entity says: this pipeline is mine. */
export interface PipelineClaim {
  annotation: string;
  system: string;
  sourceId: string;
  /** As the annotation has it, without the source. */
  pipeline: string;
  /** What is not backed shows its status only. */
  backed: boolean;
  reason: string;
}

/** Where the code of an entity is. */
export interface SourceRepository {
  /** See `repositoryIdentity`. */
  repository: string;
  /** The folders that belong to the entity, sorted; `''` is all of it. */
  paths: string[];
  /** The annotation that says so. */
  annotation: string;
}

/** All that an entity's annotations say about its delivery. */
export interface EntityClaims {
  claims: Claim[];
  /** Where its code is, where something backs that it is its. */
  source?: SourceRepository;
  /** Why the repository that an annotation names is not shown. */
  sourceWithheld?: string;
  pipelines: PipelineClaim[];
  /** What monitoring systems call it, where something backs that. */
  service?: string;
  /** Image repositories that it is published as. */
  images: string[];
  /** Names of the entity's own ladder, where it has one. */
  environments?: string[];
  warnings: EntityWarning[];
  /** What was looked for, in words. */
  tried: string[];
}
