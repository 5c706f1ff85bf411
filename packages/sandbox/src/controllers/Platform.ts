import type { RequestHandler } from 'express';
import type { Repositories } from '../git/Repositories';
import type { TokenGrant } from '../kubernetes/access';
import type { ClusterStore } from '../kubernetes/ClusterStore';
import type { FaultSpec, Scenario } from '../world/Scenario';
import type { SyntheticWorld } from './synthetic';

/** What a platform is made from. */
export interface PlatformOptions {
  scenario: Scenario;
  repositories: Repositories;
  /** 0 takes any free port. */
  ports: { kubernetes: number; argo: Record<string, number> };
  /** The clone URL of a repository `owner/name`. */
  gitUrl: (repository: string) => string;
  /** The handler that applies a listener's faults: `kubernetes`, `kubernetes-<cluster>`, `argocd-<instance>`. */
  dial: (listener: string) => RequestHandler;
  /** The digest of an image of the sandbox's registry (`acme/checkout`, `1.4.2`); undefined where there is none. */
  imageDigest: (repository: string, tag: string) => string | undefined;
  /** Host and port of the registry in the names of generated images. */
  imageHost?: string;
  /** How many times faster than normal things move (default 1). */
  pace?: number;
  /** How often a watch gets a bookmark (default 10 s). */
  bookmarkSeconds?: number;
}

/** Clusters and Argo CD instances, running. */
export interface Platform {
  urls: { kubernetes: string; argo: Record<string, string> };
  /** The objects of each cluster, by name. */
  clusters: ReadonlyMap<string, ClusterStore>;
  /** Applies manifests as `kubectl apply` would; with a time, as of then and already rolled out. */
  applyManifests(
    cluster: string,
    namespace: string,
    manifests: object[],
    options?: { at?: Date },
  ): Promise<void>;
  /** Replaces what is wrong with workloads. */
  setFaults(faults: FaultSpec[]): void;
  /** Replaces the tokens that a cluster's API accepts, and what they may see. */
  setAccess(cluster: string, grants: TokenGrant[]): void;
  /** Has all clusters forget their past changes, so that watches that resume get 410. */
  expireWatches(): void;
  /** The generated part of the world, if there is one. */
  large?: SyntheticWorld;
  close(): Promise<void>;
}
