/**
 * How current what a source told is.
 *
 * - `fresh`: it answered lately
 * - `stale`: it has not answered for longer than its limit; what it told last is still shown, with its age
 * - `pending`: it has not answered yet since it was configured
 * - `unavailable`: it cannot be collected at all, and `error` says why
 *
 * @public
 */
export type SourceState = 'fresh' | 'stale' | 'pending' | 'unavailable';

/**
 * What went wrong with a source, in words that may be shown: bounded, cleaned and free of secrets.
 *
 * @public
 */
export interface SourceError {
  kind:
    | 'unreachable'
    | 'timeout'
    | 'authentication'
    | 'permission'
    | 'rateLimit'
    | 'protocol'
    | 'configuration'
    | 'internal';
  message: string;
  /** ISO 8601; when this began. */
  since: string;
}

/**
 * A source and its freshness, as pages show it.
 *
 * @public
 */
export interface SourceStatus {
  /** `<system>:<name>`, such as `argocd:prod`. */
  id: string;
  system: string;
  title: string;
  /** Where a person can open it. */
  url?: string;
  state: SourceState;
  /** ISO 8601; when it last answered. */
  lastSuccessAt?: string;
  error?: SourceError;
}

/**
 * A source with all that the sources page shows.
 *
 * @public
 */
export interface SourceDetails extends SourceStatus {
  /** How changes are learnt of. */
  strategy: 'watch' | 'poll';
  /** Numbers of things known, by kind. */
  counts: Record<string, number>;
  /** Items that could not be read, newest first; at most 20 are kept. */
  malformed: { key: string; reason: string; at: string }[];
  malformedCount: number;
  /** Parts that cannot be collected (a forbidden namespace, say), each costing only itself. */
  problems: { scope: string; reason: string; since: string }[];
  /** What is left of the upstream's rate limit. */
  budget?: { limit: number; remaining: number; resetsAt?: string };
  /** Which replica collects it. */
  holder?: string;
}

/**
 * A target that no rule places, or that is claimed by entities of several owners.
 *
 * @public
 */
export interface UnplacedTarget {
  id: string;
  sourceId: string;
  resource: string;
  name: string;
  namespace?: string;
  cluster?: string;
  reason: 'noEntity' | 'noEnvironment' | 'contested' | 'unbackedClaim';
  /** What was tried, in words. */
  tried: string[];
  /** The entities that claim it, where the reader may see them. */
  claimedBy: string[];
}

/**
 * The sources page.
 *
 * @public
 */
export interface SourcesPage {
  sources: SourceDetails[];
  unplaced: { items: UnplacedTarget[]; total: number; nextCursor?: string };
  /** Warnings on the portal's own set-up, such as a missing optional plugin. */
  notices: string[];
}
