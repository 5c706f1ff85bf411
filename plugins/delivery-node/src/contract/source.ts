import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  DetailKind,
  MetricSeries,
  TargetDetails,
} from '@throughline/plugin-delivery-common';
import type { Interests } from './interests';
import type { Observation } from './observation';
import type { TargetItem } from './items';
import type { RepositoryWriter, SourceOperation } from './operations';

/**
 * Why an observation starts: for the first time, because it is time, because somebody said what to look at, or because
 * other things are of interest. For the last two, a provider may look at what is named or new only, and such a pass
 * does not make up for one that failed.
 *
 * @public
 */
export type ObserveReason = 'start' | 'scheduled' | 'hint' | 'interests';

/**
 * What a provider is given to observe with.
 *
 * @public
 */
export interface ObserveContext {
  /** Aborted when the portal stops, the lease is lost or the source has been silent for too long. */
  signal: AbortSignal;
  logger: LoggerService;
  reason: ObserveReason;
  /** The cursor of the last checkpoint that was stored; undefined for a first collection. */
  cursor?: string;
  interests: Interests;
  /**
   * Where `reason` is `hint`: what the hints named, coalesced. A provider may then look at these only, without a
   * listing. Hints are never the fact.
   */
  hints: readonly SourceHint[];
  /** Counts a call to the upstream, for the metrics. */
  countCall(call: { operation: string; outcome: 'ok' | 'error' }): void;
}

/**
 * A hint that something changed upstream, from a webhook or the event bus.
 *
 * @public
 */
export interface SourceHint {
  /** What to look at, in the provider's own terms, such as a repository's identity. */
  subject: string;
}

/**
 * One configured upstream.
 *
 * @public
 */
export interface DeliverySource {
  /** `<system>:<name>`; letters, digits, `.`, `-` and `_` besides the colon. Stable across restarts. */
  readonly id: string;
  /** The module's system, such as `argocd`. */
  readonly system: string;
  readonly title: string;
  /** Where a person can open it. */
  readonly url?: string;
  /**
   * How changes are learnt of. `watch`: {@link DeliverySource.observe} goes on until it is aborted or the
   * connection ends, and is started again. `poll`: it ends after one pass and is started again after `pollMs`, on a
   * hint or when the interests changed.
   */
  readonly strategy: 'watch' | 'poll';
  /** The time between the starts of two passes, for `poll`. */
  readonly pollMs?: number;
  /**
   * The longest silence, in milliseconds, that is still normal while observing: after it the observation is aborted
   * and counts as failed. A watch whose upstream has nothing to say reports `alive` within it.
   */
  readonly maxSilenceMs: number;
  /** The kinds of objects, by group and kind, that it manages or runs; informational. */
  readonly observes: readonly string[];
  /** Set where the source cannot be collected at all, with the reason for the sources page. It is never observed. */
  readonly unavailable?: string;

  /**
   * Observes the source.
   *
   * Back-pressure is the consumer's: nothing more is read from the upstream until what was yielded is stored. An
   * error thrown ends this attempt; what was stored stays, marked stale in time. Errors must be of a
   * {@link SourceFailure} where the kind is known, and never hold a secret.
   */
  observe(context: ObserveContext): AsyncIterable<Observation>;

  /** Live look-ups, each made when someone opens it. */
  readonly details?: Partial<
    Record<
      DetailKind,
      (
        target: TargetItem,
        context: {
          signal: AbortSignal;
          logger: LoggerService;
          query?: Record<string, string>;
        },
      ) => Promise<TargetDetails>
    >
  >;

  /**
   * Measures a service over a time, live. It answers every metric that it has a query for, those without data too.
   *
   * @throws SourceFailure
   */
  readonly measure?: (
    request: MetricsRequest,
    context: { signal: AbortSignal; logger: LoggerService },
  ) => Promise<MetricSeries[]>;

  /** What can be asked of its targets, runs and pipelines, and how. */
  readonly operators?: readonly SourceOperation[];

  /** Writes to the repositories of its host. */
  readonly writer?: RepositoryWriter;
}

/**
 * Whose metrics are asked for, and over which time.
 *
 * @public
 */
export interface MetricsRequest {
  /** What the monitoring calls the service. */
  service: string;
  environment: string;
  /** The namespace and cluster that it runs in, where its targets agree on them. */
  namespace?: string;
  cluster?: string;
  /** The set of queries that the entity names; the default one unless told. */
  queries?: string;
  /** Unix seconds */
  from: number;
  /** Unix seconds */
  to: number;
}
