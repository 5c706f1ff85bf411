import type { StreamTiming } from '../stream';

/**
 * The times that govern the observation of a cluster, replaceable in tests.
 *
 * @public
 */
export interface ObserveTiming extends StreamTiming {
  /** How long changes are gathered before they are reported; 200 ms unless told. */
  gatherMs?: number;
  /** How often it is looked whether the API server still answers; 30 s unless told. */
  probeMs?: number;
  /** How often it is looked what it serves; 10 min unless told. */
  discoverMs?: number;
  /** How often what was refused is tried again; 5 min unless told. */
  retryRefusedMs?: number;
}
