import type { HealthStatus, RunStatus, SyncStatus } from '../vocabulary';
import type { EnvironmentInfo } from './entity';

/**
 * States that the fleet page can filter by. What is suspended counts as `progressing`, what is contested as `unknown`;
 * `healthy` is what none of the others holds for, but that it is failing or behind.
 *
 * @public
 */
export type FleetState =
  | 'degraded'
  | 'drifted'
  | 'progressing'
  | 'failing'
  | 'behind'
  | 'stale'
  | 'unknown'
  | 'healthy';

/**
 * All fleet states, in the order in which pages offer them.
 *
 * @public
 */
export const FLEET_STATES: readonly FleetState[] = [
  'degraded',
  'drifted',
  'failing',
  'progressing',
  'behind',
  'stale',
  'unknown',
  'healthy',
];

/**
 * What the fleet page can be asked for.
 *
 * @public
 */
export interface FleetQuery {
  /** Part of the entity's name or title. */
  text?: string;
  /** Entity refs of owners. */
  owners?: string[];
  /** Names of systems. */
  systems?: string[];
  environments?: string[];
  states?: FleetState[];
  sort?: 'name' | '-name' | 'worst' | '-changed';
  /** From 1 to 200; 50 unless told. */
  limit?: number;
  cursor?: string;
}

/**
 * One service in one environment, as the fleet page shows it.
 *
 * @public
 */
export interface FleetCell {
  environment: string;
  version?: string;
  sync: SyncStatus;
  health: HealthStatus;
  targets: number;
  driftCount: number;
  /** How many changes it lacks of the environment before; absent where that cannot be told. */
  behind?: number;
  /** ISO 8601; set where a source of it is not fresh. */
  staleSince?: string;
  contested?: boolean;
}

/**
 * One service, as the fleet page shows it.
 *
 * @public
 */
export interface FleetRow {
  entityRef: string;
  title: string;
  owner?: string;
  system?: string;
  /** The newest run of the main branch; where none is known, of any branch. */
  lastRun?: {
    status: RunStatus;
    finishedAt?: string;
    url?: string;
    /** ISO 8601; set where its source is not fresh. */
    staleSince?: string;
  };
  cells: FleetCell[];
}

/**
 * A page of the fleet, with counts over all that the reader may see and the filter (states aside) lets through.
 *
 * @public
 */
export interface FleetPage {
  items: FleetRow[];
  nextCursor?: string;
  total: number;
  counts: Record<FleetState, number>;
  environments: EnvironmentInfo[];
  /** Owners and systems that occur, for the filter. */
  owners: string[];
  systems: string[];
  /** The name of the live-update channel for the fleet; it carries no data. */
  channel: string;
  sandbox: boolean;
}
