import type {
  ImageVersion,
  TargetDependency,
} from '@throughline/plugin-delivery-common';
import type { ObjectPointer } from '@throughline/plugin-delivery-node';
import type { ApplierKind, SourceKind } from './kinds';

/** A condition, with its message made fit to be shown. */
export interface Condition {
  type: string;
  /** `True`, `False` or `Unknown`, as long as Flux keeps to its schema. */
  status: string;
  reason: string;
  message: string;
  observedGeneration?: number;
}

/** Names another object. */
export interface Reference {
  kind: string;
  namespace: string;
  name: string;
}

/** What is kept of every object. */
export interface BaseFacts {
  namespace: string;
  name: string;
  generation?: number;
  deleting: boolean;
  suspended: boolean;
  conditions: Condition[];
  observedGeneration?: number;
}

/** What an object has applied, as far as a page shows it. */
export interface Inventory {
  workloads: ObjectPointer[];
  /** Whether it applied other appliers and nothing that runs. */
  isParent: boolean;
  /** The only namespace that its workloads are in. */
  namespace?: string;
}

/** What Kustomizations and HelmReleases have in common. */
export interface ApplierBase extends BaseFacts {
  kind: ApplierKind;
  labels: Record<string, string>;
  /** The last request to reconcile, and the last that was handled. */
  requestedAt?: string;
  handledAt?: string;
  targetNamespace?: string;
  /** What holds the kubeconfig of another cluster that it applies to, in words. */
  remote?: string;
  dependsOn: TargetDependency[];
  inventory?: Inventory;
  attempted?: string;
}

/** One entry of a Kustomization's history. */
export interface Snapshot {
  digest: string;
  status: string;
  /** ISO 8601 */
  first?: string;
  /** ISO 8601; kept of the second newest only, as that of the newest ticks. */
  last?: string;
  revision?: string;
  originRevision?: string;
}

/** What is kept of a Kustomization. */
export interface KustomizationFacts extends ApplierBase {
  kind: 'Kustomization';
  source: Reference;
  path: string;
  images: ImageVersion[];
  applied?: string;
  appliedOrigin?: string;
  /** Newest first. */
  history: Snapshot[];
}

/** One entry of a HelmRelease's history. */
export interface ReleaseSnapshot {
  name: string;
  namespace: string;
  version: number;
  chartName: string;
  chartVersion: string;
  ociDigest?: string;
  configDigest?: string;
  appVersion?: string;
  status: string;
  action?: string;
  /** ISO 8601 */
  deployed?: string;
  /** Whether its tests passed; undefined where they have not run. */
  tests?: 'passed' | 'failed' | 'running';
  /** ISO 8601; when the last test ended. */
  tested?: string;
}

/** What is kept of a HelmRelease. */
export interface HelmReleaseFacts extends ApplierBase {
  kind: 'HelmRelease';
  /** The chart as the release itself asks for it; absent where it refers to another object. */
  chart?: {
    chart: string;
    version?: string;
    source: Reference;
    valuesFiles: string[];
    /** The HelmChart that Flux makes of it. */
    object: Reference;
  };
  chartRef?: Reference;
  attemptedConfig?: string;
  /** Whether a failed test fails the release. */
  tested: boolean;
  /** Only in versions of the API before v2beta2. */
  applied?: string;
  /** Newest first. */
  history: ReleaseSnapshot[];
}

/** What is kept of what becomes a target. */
export type ApplierFacts = KustomizationFacts | HelmReleaseFacts;

/** What is kept of a source. */
export interface SourceFacts extends BaseFacts {
  kind: SourceKind;
  url?: string;
  /** What is asked for: a branch, tag, version range or commit. */
  ref?: string;
  branch?: string;
  /** What was fetched last. */
  revision?: string;
  /** Where the fetched artifact says that it was made from. */
  origin?: { url?: string; revision?: string };
  /** Whether it is to be verified. */
  verify: boolean;
  /** Where it is a chart: what it is made from. */
  chart?: {
    chart: string;
    version?: string;
    source: Reference;
    sourceRevision?: string;
    valuesFiles: string[];
  };
}

/** What is kept of an image repository that is scanned. */
export interface ImageRepositoryFacts extends BaseFacts {
  kind: 'ImageRepository';
  image: string;
}

/** What is kept of a policy that chooses a tag. */
export interface ImagePolicyFacts extends BaseFacts {
  kind: 'ImagePolicy';
  labels: Record<string, string>;
  repository: Reference;
}

/** An expression of a label selector. */
export interface LabelExpression {
  key: string;
  operator: string;
  values: string[];
}

/** What is kept of a machine that writes tags to Git. */
export interface AutomationFacts extends BaseFacts {
  kind: 'ImageUpdateAutomation';
  source: Reference;
  path: string;
  /** The branch that it works on, where that is not the source's. */
  checkout?: string;
  /** The branch that it pushes to, where that is another one. */
  push?: string;
  /** Which policies it goes by; undefined for all of its namespace. */
  selector?: {
    labels: Record<string, string>;
    expressions: LabelExpression[];
  };
}

/** A workload of a Helm release. */
export interface HelmWorkloadFacts {
  kind: 'HelmWorkload';
  namespace: string;
  name: string;
  pointer: ObjectPointer;
  release: Reference;
}

/** What is kept of what is no target itself. */
export type SupportingFacts =
  | SourceFacts
  | ImageRepositoryFacts
  | ImagePolicyFacts
  | AutomationFacts
  | HelmWorkloadFacts;

/** What is kept of anything. */
export type Facts = ApplierFacts | SupportingFacts;
