import type { KubernetesClient } from '../client';
import type { ResourceType } from '../discovery';
import type { Gate } from './Gate';
import type { Projection } from './ResourceEvent';

/**
 * What is listed and watched, and how.
 *
 * @public
 */
export interface StreamOptions<T> {
  client: KubernetesClient;
  resource: ResourceType;
  /** One namespace only; all unless told. */
  namespace?: string;
  labelSelector?: string;
  project: Projection<T>;
  signal: AbortSignal;
  /** Objects of one page; 500 unless told. */
  pageSize?: number;
  /** Shared by streams whose lists are not to be read all at once. */
  gate?: Gate;
  timing?: StreamTiming;
}

/**
 * The times that govern a stream, replaceable in tests.
 *
 * @public
 */
export interface StreamTiming {
  /** Longest pause within a list's answer; 30 s unless told. */
  listSilenceMs?: number;
  /** A watch that is silent for longer is opened anew where it was, as its connection may be dead; 90 s unless told. */
  watchSilenceMs?: number;
  /** After how many seconds the API server is asked to end a watch; 300 unless told. */
  watchSeconds?: number;
  /** The shortest wait before another try; 500 ms unless told. */
  backoffMs?: number;
  /** How many tries in a row may fail; 4 unless told. */
  maxFailures?: number;
  /** A number from 0 up to 1. */
  random?: () => number;
}
