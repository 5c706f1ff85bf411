/** The tables of the linking and the read model. */
export interface EntityRow {
  ref: string;
  etag: string;
  data: string;
}

export interface PlacementRow {
  target_id: string;
  hash: string;
  reason: string | null;
  data: string;
}

export interface LinkRow {
  entity_ref: string;
  target_id: string;
  trust: string;
  data: string;
}

export interface PageRow {
  entity_ref: string;
  etag: string;
  sources: string;
  wanted: string;
  body: string;
}

export interface DirtyPageRow {
  entity_ref: string;
  marks: number;
}

/** The states that the fleet page filters by, as 0 or 1. */
export interface FleetFlags {
  /** `|source|source|` */
  sources: string;
  degraded: number;
  drifted: number;
  progressing: number;
  behind: number;
  unknown: number;
}

export interface FleetRowRow extends FleetFlags {
  entity_ref: string;
  title: string;
  search: string;
  owner: string | null;
  system: string | null;
  last_run: string | null;
  failing: number;
  worst: number;
  changed_at: string;
}

export interface FleetCellRow extends FleetFlags {
  entity_ref: string;
  environment: string;
  position: number;
  data: string;
}
