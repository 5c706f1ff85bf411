/** One revision of a workload's pod template: what is kept of a ReplicaSet or ControllerRevision. */
export interface Revision {
  name: string;
  /** Its running number. A roll back gives an old one a new number. */
  revision: number;
  /** The numbers that it had before. */
  earlier: number[];
  /** ISO 8601 */
  createdAt: string;
  /** The pod template without what a mere restart changes. */
  fingerprint: string;
  /** When it was asked to be restarted, as its template says. */
  restartedAt?: string;
  /** The images of its containers. */
  images: string[];
  /** What its author wrote about it. */
  cause?: string;
  /** Whether it may have pods. */
  active: boolean;
}

/** A revision and whose it is. */
export interface RevisionFacts {
  uid: string;
  /** The uid of the workload. */
  owner: string;
  revision: Revision;
}
