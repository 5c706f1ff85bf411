import type { Labels } from '../config/readLabels';

/** A service in an environment. */
export interface Place {
  service: string;
  environment: string;
  /** The item's key. */
  key: string;
}

/** Which label keeps a series or an alert from being placed. */
export type Unplaced = { lacks: string };

/** Whom a series or an alert is about, by its labels. */
export function placeOf(
  metric: Record<string, string>,
  labels: Labels,
): Place | Unplaced {
  const service = metric[labels.service];
  if (!service) {
    return { lacks: labels.service };
  }
  const value = metric[labels.environment];
  const environment = value ? labels.names.get(value) ?? value : labels.only;
  // A slash would let two places have one key.
  if (!environment || environment.includes('/')) {
    return { lacks: labels.environment };
  }
  return { service, environment, key: `${service}/${environment}` };
}
