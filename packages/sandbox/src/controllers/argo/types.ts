import type { ObjectMeta } from '../../kubernetes/types';
import type { HelmOptions } from '../render/helm';

/** A source of an Application. */
export type ApplicationSource = {
  repoURL: string;
  path?: string;
  targetRevision?: string;
  chart?: string;
  /** The name by which other sources refer to this one's files. */
  ref?: string;
  helm?: HelmOptions;
  kustomize?: { images?: string[] };
};

/** Where an Application's objects go. */
export type ApplicationDestination = {
  name?: string;
  server?: string;
  namespace?: string;
};

/** Who started an operation. */
export type Initiator = { username?: string; automated?: boolean };

/** An object that a partial sync is about. */
export type SyncResource = {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
};

/** What an operation is to do. */
export type Operation = {
  sync?: {
    revision?: string;
    revisions?: string[];
    prune?: boolean;
    dryRun?: boolean;
    resources?: SyncResource[];
    source?: ApplicationSource;
    sources?: ApplicationSource[];
    syncOptions?: string[];
    syncStrategy?: { hook?: object; apply?: object };
    autoHealAttemptsCount?: number;
  };
  initiatedBy?: Initiator;
  info?: { name: string; value: string }[];
  retry?: object;
};

/** What a sync did to one object. */
export type ResourceResult = {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  status?: 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped';
  message: string;
  hookPhase?: string;
  hookType?: string;
  syncPhase: string;
};

/** How an operation is going or went. */
export type OperationState = {
  operation: Operation;
  phase: 'Running' | 'Terminating' | 'Succeeded' | 'Failed' | 'Error';
  message?: string;
  startedAt: string;
  finishedAt?: string;
  syncResult?: {
    resources?: ResourceResult[];
    revision: string;
    revisions?: string[];
    source?: ApplicationSource;
    sources?: ApplicationSource[];
  };
};

/** One entry of an Application's history. */
export type HistoryEntry = {
  id: number;
  revision: string;
  revisions?: string[];
  source?: ApplicationSource;
  sources?: ApplicationSource[];
  deployStartedAt: string;
  deployedAt: string;
  initiatedBy: Initiator;
};

/** A health as Argo CD says it. */
export type Health = {
  status:
    | 'Healthy'
    | 'Suspended'
    | 'Progressing'
    | 'Missing'
    | 'Degraded'
    | 'Unknown';
  message?: string;
};

/** The state of one object of an Application. */
export type ResourceStatus = {
  group?: string;
  version: string;
  kind: string;
  namespace?: string;
  name: string;
  status: 'Synced' | 'OutOfSync' | 'Unknown';
  requiresPruning?: boolean;
  health?: Health;
};

/** Something to be known about an Application. */
export type ApplicationCondition = {
  type: string;
  message: string;
  lastTransitionTime?: string;
};

/** What a comparison was made with. */
export type ComparedTo = {
  source: ApplicationSource;
  sources?: ApplicationSource[];
  destination: ApplicationDestination;
};

/** The status of an Application. */
export type ApplicationStatus = {
  sync?: {
    status: 'Synced' | 'OutOfSync' | 'Unknown';
    comparedTo?: ComparedTo;
    revision?: string;
    revisions?: string[];
  };
  health?: Partial<Health> & { lastTransitionTime?: string };
  resources?: ResourceStatus[];
  summary?: {
    images?: string[];
    externalURLs?: string[];
    isAppOfApps?: boolean;
  };
  history?: HistoryEntry[];
  conditions?: ApplicationCondition[];
  operationState?: OperationState;
  reconciledAt?: string;
  sourceType?: string;
  sourceTypes?: string[];
  controllerNamespace?: string;
  resourceHealthSource?: string;
};

/** An Application's spec. */
export type ApplicationObjectSpec = {
  project: string;
  source?: ApplicationSource;
  sources?: ApplicationSource[];
  destination: ApplicationDestination;
  syncPolicy?: {
    automated?: { prune?: boolean; selfHeal?: boolean; enabled?: boolean };
    syncOptions?: string[];
  };
};

/** An Application as it lies in the cluster. */
export type Application = {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: ApplicationObjectSpec;
  status?: ApplicationStatus;
  operation?: Operation;
};

/** The sources of an Application, whether it has one or several. */
export function sourcesOf(spec: ApplicationObjectSpec): ApplicationSource[] {
  return spec.sources ?? (spec.source ? [spec.source] : []);
}

/** The key of an Application within its instance. */
export function applicationKey(application: Application): string {
  return `${application.metadata.namespace}/${application.metadata.name}`;
}
