import type {
  ArtifactItem,
  BranchItem,
  CommitItem,
  DeploymentItem,
  Interests,
  PullRequestItem,
  ReleaseItem,
  RunItem,
  TargetItem,
  VitalsItem,
} from '@throughline/plugin-delivery-node';

/** An observed item with where it came from. */
export interface Stored<T> {
  /** Stable across restarts and replicas: made of the source's id and the item's key, see `itemId`. */
  id: string;
  sourceId: string;
  item: T;
}

/** One entry of the queue that the collection leaves for the linking: this item was written or removed. */
export interface ChangeEntry {
  /** Rises with each entry. */
  id: number;
  sourceId: string;
  kind: string;
  /** The item's key. */
  key: string;
  /**
   * What it concerns: for a target its id, for a deployment its target's id, for commits, branches, pull requests and
   * releases the repository's identity, for artifacts the image repository, for vitals the service. A run has an entry
   * for each of its subjects, see `runSubjects`.
   */
  subject: string;
}

/** Reads what was observed. Every list is bounded, and newest first where items have a time. */
export interface ObservationReader {
  /** Targets in the order of their ids, in pages: pass the last id of the page before. */
  targets(options: {
    after?: string;
    limit: number;
    sourceId?: string;
  }): Promise<Stored<TargetItem>[]>;
  targetsByIds(ids: readonly string[]): Promise<Stored<TargetItem>[]>;
  /** Newest first by start, then by sequence. */
  deployments(options: {
    targetIds: readonly string[];
    limit: number;
    before?: { startedAt: string; id: string };
  }): Promise<Stored<DeploymentItem>[]>;
  deploymentsByIds(ids: readonly string[]): Promise<Stored<DeploymentItem>[]>;
  runs(options: {
    /** Those of any of these, see `runSubjects`. */
    subjects: readonly string[];
    limit: number;
    /** Only those of these commits, where given. */
    shas?: readonly string[];
    before?: { createdAt: string; id: string };
  }): Promise<Stored<RunItem>[]>;
  /** Commits of a repository, newest first by commit time; only those of the paths, where given. */
  commits(options: {
    repository: string;
    paths?: readonly string[];
    limit: number;
    before?: { committedAt: string; id: string };
  }): Promise<Stored<CommitItem>[]>;
  /** Full SHAs, or prefixes of at least 7 digits. */
  commitsBySha(
    repository: string,
    shas: readonly string[],
  ): Promise<Stored<CommitItem>[]>;
  branches(repository: string): Promise<Stored<BranchItem>[]>;
  pullRequests(
    repository: string,
    numbers: readonly number[],
  ): Promise<Stored<PullRequestItem>[]>;
  openPullRequests(
    repository: string,
    limit: number,
  ): Promise<Stored<PullRequestItem>[]>;
  artifactsByRevision(shas: readonly string[]): Promise<Stored<ArtifactItem>[]>;
  /** Those of the image repositories with one of the digests (an index's children count) or tags. */
  artifactsByReference(
    references: readonly {
      repository: string;
      digest?: string;
      tag?: string;
    }[],
  ): Promise<Stored<ArtifactItem>[]>;
  /** Releases of a repository, newest first. */
  releases(repository: string, limit: number): Promise<Stored<ReleaseItem>[]>;
  /** What monitoring systems tell of services of these names. */
  vitals(services: readonly string[]): Promise<Stored<VitalsItem>[]>;
  /** Artifacts of an image repository, newest first. */
  artifacts(repository: string, limit: number): Promise<Stored<ArtifactItem>[]>;
}

/** The queue between collecting and linking; an entry is written in the transaction of the item itself. */
export interface ChangeQueue {
  take(limit: number): Promise<ChangeEntry[]>;
  /** Removes entries that were dealt with. */
  done(upToId: number, ids: readonly number[]): Promise<void>;
  /** Called in this process after a commit that added entries; returns how to stop. */
  onChange(listener: () => void): () => void;
}

/** Where the linking leaves what is worth observing, and the supervisors of every replica find it. */
export interface InterestsStore {
  load(): Promise<Interests>;
  save(interests: Interests): Promise<void>;
  /** Calls back when the version changed, here or on another replica; returns how to stop. */
  onChange(listener: (interests: Interests) => void): () => void;
}
