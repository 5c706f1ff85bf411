import {
  FLEET_STATES,
  type FleetQuery,
  type FleetState,
} from '@throughline/plugin-delivery-common';

/** Whose services are shown: the reader's own unless told otherwise. */
export type Scope = 'mine' | 'all';

/** What the reader chose on the fleet page; all of it is kept in the URL. */
export interface FleetFilters {
  /** Absent where the reader has not chosen. */
  scope?: Scope;
  text: string;
  owners: string[];
  systems: string[];
  environments: string[];
  states: FleetState[];
  sort: NonNullable<FleetQuery['sort']>;
  limit: number;
}

/** The orders that are offered. */
export const SORTS: readonly FleetFilters['sort'][] = [
  'worst',
  'name',
  '-name',
  '-changed',
];

/** The numbers of rows that are offered. */
export const LIMITS: readonly number[] = [25, 50, 100, 200];

const DEFAULT_SORT = 'worst';
const DEFAULT_LIMIT = 50;

function oneOf<T>(values: readonly T[], value: unknown): T | undefined {
  return values.find(candidate => candidate === value);
}

/** Reads the choice from the URL; what it does not know it leaves out. */
export function parseFilters(params: URLSearchParams): FleetFilters {
  return {
    scope: oneOf(['mine', 'all'] as const, params.get('scope')),
    text: params.get('text') ?? '',
    owners: params.getAll('owner'),
    systems: params.getAll('system'),
    environments: params.getAll('environment'),
    states: FLEET_STATES.filter(state =>
      params.getAll('state').includes(state),
    ),
    sort: oneOf(SORTS, params.get('sort')) ?? DEFAULT_SORT,
    limit: oneOf(LIMITS, Number(params.get('limit'))) ?? DEFAULT_LIMIT,
  };
}

/** Writes the choice as a URL's parameters, leaving out what is the default. */
export function formatFilters(filters: FleetFilters): URLSearchParams {
  const params = new URLSearchParams();
  const append = (name: string, values: readonly string[]) =>
    values.forEach(value => params.append(name, value));
  if (filters.scope) {
    params.set('scope', filters.scope);
  }
  if (filters.text) {
    params.set('text', filters.text);
  }
  append('owner', filters.owners);
  append('system', filters.systems);
  append('environment', filters.environments);
  append('state', filters.states);
  if (filters.sort !== DEFAULT_SORT) {
    params.set('sort', filters.sort);
  }
  if (filters.limit !== DEFAULT_LIMIT) {
    params.set('limit', String(filters.limit));
  }
  return params;
}

/** Whether the choice narrows the list in any way but by whose services they are. */
export function isFiltered(filters: FleetFilters): boolean {
  return (
    filters.text !== '' ||
    filters.owners.length > 0 ||
    filters.systems.length > 0 ||
    filters.environments.length > 0 ||
    filters.states.length > 0
  );
}

/**
 * The question that a choice amounts to.
 *
 * @param mine - the refs that the reader owns through; an owner that is chosen by hand goes before them
 */
export function fleetQuery(
  filters: FleetFilters,
  mine: readonly string[] | undefined,
  cursor: string | undefined,
): FleetQuery {
  const owners = filters.owners.length > 0 ? filters.owners : mine ?? [];
  return {
    ...(filters.text && { text: filters.text }),
    ...(owners.length > 0 && { owners: [...owners] }),
    ...(filters.systems.length > 0 && { systems: filters.systems }),
    ...(filters.environments.length > 0 && {
      environments: filters.environments,
    }),
    ...(filters.states.length > 0 && { states: filters.states }),
    sort: filters.sort,
    limit: filters.limit,
    ...(cursor !== undefined && { cursor }),
  };
}
