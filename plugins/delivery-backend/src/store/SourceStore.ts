import type { SourceDetails } from '@throughline/plugin-delivery-common';

/** What of a source is fixed by the configuration. */
export interface ConfiguredSource {
  id: string;
  system: string;
  title: string;
  url?: string;
  strategy: 'watch' | 'poll';
  /** Why it cannot be collected at all. */
  unavailable?: string;
  /** After this without an answer it is stale. */
  staleAfterMs: number;
  /** When it fails without a break for this long it is stale, however lately it answered. */
  failingAfterMs: number;
}

/** How the sources fare. */
export interface SourceStore {
  /** Says which sources there are; the others in the database are of another time. */
  configure(sources: readonly ConfiguredSource[]): void;
  configured(): readonly ConfiguredSource[];
  /** All configured sources in the order of their configuration; at most a second old. */
  statuses(): Promise<SourceDetails[]>;
  /**
   * Calls back with the ids of sources whose state or error changed, on whatever replica they are collected, within
   * about two seconds; returns how to stop.
   */
  onChange(listener: (sourceIds: string[]) => void): () => void;
}

/** The lease under which a source is collected. */
export function sourceLease(sourceId: string): string {
  return `source:${sourceId}`;
}
