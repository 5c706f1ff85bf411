/** A person or a bot of the sandbox's company. */
export interface Person {
  login: string;
  name: string;
  email: string;
  team?: string;
}

/** A cluster; its API is served below `/clusters/<name>` of the Kubernetes listener. */
export interface ClusterSpec {
  name: string;
  /** The bearer token that its API accepts. */
  token: string;
}

/** One Argo CD instance, with a listener and accounts of its own. */
export interface ArgoInstanceSpec {
  name: string;
  port: number;
  /** Accepted as a bearer token. */
  token?: string;
  /** Accepted at `/api/v1/session`. */
  account?: { username: string; password: string };
}

/** One Argo CD Application to exist from the start. */
export interface ApplicationSpec {
  /** The Argo CD instance that holds it. */
  instance: string;
  name: string;
  namespace: string;
  project: string;
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  /** `owner/name` in the sandbox's Git, with the folder that is applied. */
  source: {
    repository: string;
    path: string;
    targetRevision: string;
    /** Helm values files, relative to `path`, or `$<ref>/…` into one of the additional sources. */
    valueFiles?: string[];
  };
  /** Further sources (a values repository, a chart): the application is multi-source where given. */
  additionalSources?: {
    repository: string;
    path?: string;
    ref?: string;
    targetRevision: string;
  }[];
  destination: { cluster: string; namespace: string };
  autoSync: boolean;
  selfHeal: boolean;
  /** The ApplicationSet that generated it. */
  applicationSet?: string;
  /** True for an application of applications. */
  parent?: boolean;
}

/** A workload that something other than GitOps applies (a pipeline's `kubectl apply`). */
export interface PlainWorkloadSpec {
  cluster: string;
  /** Where the manifests are: applied at that revision, as a pipeline would. */
  repository: string;
  path: string;
  namespace: string;
}

/** What is wrong with a workload, for as long as it is listed. */
export interface FaultSpec {
  cluster: string;
  namespace: string;
  /** The name of the Deployment or Rollout. */
  workload: string;
  fault:
    | 'crashLoop'
    | 'imagePullBackOff'
    | 'slowRollout'
    | 'stuckCanary'
    | 'edited';
  /** The tag of the images that have it; whichever are the newest where it is left out. */
  version?: string;
}

/** How large the synthetic world is that stands beside the hand-made one, for measuring. */
export interface LargeWorldSpec {
  /** Synthetic services, each in three environments; `syntheticService(i)` describes them. */
  services: number;
  /** The synthetic clusters, over which their environments are spread. */
  clusters: string[];
  /** The Argo CD instances that hold their Applications. */
  argoInstances: string[];
  /** Pods of all synthetic services together. */
  pods: number;
}

/** Everything that the sandbox's world starts with, apart from the content of Git. */
export interface Scenario {
  people: Person[];
  clusters: ClusterSpec[];
  argoInstances: ArgoInstanceSpec[];
  applications: ApplicationSpec[];
  plainWorkloads: PlainWorkloadSpec[];
  faults: FaultSpec[];
  large?: LargeWorldSpec;
}
