/** An environment of acme. */
export type EnvironmentName = 'development' | 'staging' | 'production';

/** One place where a service runs. */
export interface StageSpec {
  environment: EnvironmentName;
  region?: string;
  cluster: string;
  namespace: string;
  replicas: number;
  /** What Flux knows of it: a Kustomization of that name, which applies a folder of the GitOps repository. */
  flux?: { kustomization: string; path: string };
  /** What Argo CD knows of it; absent where Flux or a pipeline deploys. */
  gitops?: {
    application: string;
    instance: 'nonprod' | 'prod';
    /** The folder of the GitOps repository that is applied. */
    path: string;
    autoSync: boolean;
    /** Helm: the repository and file that hold the values. */
    values?: { repository: string; file: string; sameSource: boolean };
  };
}

/** The words from which a service's history is told. */
export interface Vocabulary {
  /** Source files, without extension. */
  modules: string[];
  /** Things that changes are about: "the price cache". */
  nouns: string[];
  /** Subjects of commits, as people would write them. */
  subjects: string[];
}

/** A service of acme, all that the sandbox needs to know to make it up. */
export interface ServiceSpec {
  name: string;
  title: string;
  description: string;
  team: string;
  system: string;
  /** `owner/name` */
  repository: string;
  /** Where it lives in its repository; '' is the root. */
  folder: string;
  /** Folders whose changes are changes of this service, too. */
  shared: string[];
  language: 'typescript' | 'go' | 'python';
  delivery: 'kustomize' | 'helm' | 'pipeline' | 'none';
  workload: 'Deployment' | 'Rollout';
  port: number;
  cronJob?: { name: string; schedule: string; command: string };
  /** Absent where nothing is built. */
  workflow?: { name: string; file: string };
  /** What builds and deploys it in Jenkins, where that is not the forge's workflow: full names of jobs. */
  jenkins?: { pipeline: string; deploy: string };
  /** What verifies it in Tekton: a Pipeline that each push to its repository starts. */
  tekton?: { cluster: string; namespace: string; pipeline: string };
  /** What its catalog entity is annotated with besides the usual. */
  annotations?: Record<string, string>;
  /** What comes before the version in the names of tags. */
  tagPrefix: string;
  stages: StageSpec[];
  history: {
    commits: number;
    firstVersion: [number, number, number];
    /** How many versions an environment is behind the newest. */
    lag: { staging: number; production: number };
    /** How pull requests get merged. */
    merge: 'squash' | 'merge';
    /** A fix that production runs and main lacks. */
    hotfix?: { branch: string; author: string; subject: string; body: string };
  };
  vocabulary: Vocabulary;
}

/** The name of a service's image in the registry, without host and tag. */
export function imageName(service: ServiceSpec): string {
  return `acme/${service.name}`;
}

/** Whether images of a service are built at all. */
export function isBuilt(service: ServiceSpec): boolean {
  return Boolean(service.workflow ?? service.jenkins);
}

/** The folder of the GitOps repository that holds a stage; undefined where a pipeline deploys. */
export function overlayOf(stage: StageSpec): string | undefined {
  return stage.gitops?.path ?? stage.flux?.path;
}

/** The environment into which a service's pipeline writes each version, in the GitOps repository. */
export function followedStage(service: ServiceSpec): StageSpec | undefined {
  return service.stages.find(overlayOf);
}

/** The folder of a service in the GitOps repository. */
export function gitopsFolder(service: ServiceSpec): string {
  return `apps/${service.name}`;
}

/** The repository that Argo CD applies. */
export const GITOPS = 'acme/gitops';

/** A second repository, with values files only. */
export const VALUES = 'acme/delivery-values';
