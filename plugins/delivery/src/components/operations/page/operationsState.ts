import {
  OPERATION_STATES,
  OPERATION_TYPES,
  type OperationsQuery,
  type OperationState,
  type OperationType,
} from '@throughline/plugin-delivery-common';
import { DateTime } from 'luxon';

/** What the reader chose on the operations page; all of it is kept in the URL. */
export interface OperationsFilters {
  text: string;
  types: OperationType[];
  states: OperationState[];
  environments: string[];
  actor: string;
  /** The first day, as `2026-11-23`; empty where it does not matter. */
  from: string;
  /** The last day, which is within. */
  to: string;
}

const LIMIT = 50;

function day(text: string | null): string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) ? text : '';
}

/** Reads the choice from the URL; what it does not know it leaves out. */
export function parseFilters(params: URLSearchParams): OperationsFilters {
  return {
    text: params.get('text') ?? '',
    types: OPERATION_TYPES.filter(type => params.getAll('type').includes(type)),
    states: OPERATION_STATES.filter(state =>
      params.getAll('state').includes(state),
    ),
    environments: params.getAll('environment'),
    actor: params.get('actor') ?? '',
    from: day(params.get('from')),
    to: day(params.get('to')),
  };
}

/** Writes the choice as a URL's parameters, leaving out what narrows nothing. */
export function formatFilters(filters: OperationsFilters): URLSearchParams {
  const params = new URLSearchParams();
  const append = (name: string, values: readonly string[]) =>
    values.filter(Boolean).forEach(value => params.append(name, value));
  append('text', [filters.text]);
  append('type', filters.types);
  append('state', filters.states);
  append('environment', filters.environments);
  append('actor', [filters.actor]);
  append('from', [filters.from]);
  append('to', [filters.to]);
  return params;
}

/** Whether the choice narrows the list. */
export function isFiltered(filters: OperationsFilters): boolean {
  return formatFilters(filters).toString() !== '';
}

/** A day in the reader's own time zone as the moment that the backend is asked by. */
function moment(date: string, edge: 'startOf' | 'endOf'): string | undefined {
  const at = DateTime.fromISO(date);
  return date && at.isValid
    ? at[edge]('day').toUTC().toISO() ?? undefined
    : undefined;
}

/** The question that a choice amounts to, without its page: what is exported. */
export function operationsQuery(filters: OperationsFilters): OperationsQuery {
  const { text, types, states, environments, actor } = filters;
  const from = moment(filters.from, 'startOf');
  const to = moment(filters.to, 'endOf');
  return {
    ...(text && { text }),
    ...(types.length > 0 && { types }),
    ...(states.length > 0 && { states }),
    ...(environments.length > 0 && { environments }),
    ...(actor && { actor }),
    ...(from && { from }),
    ...(to && { to }),
  };
}

/** The question for one page of the log. */
export function pageQuery(
  filters: OperationsFilters,
  cursor: string | undefined,
): OperationsQuery {
  return {
    ...operationsQuery(filters),
    limit: LIMIT,
    ...(cursor !== undefined && { cursor }),
  };
}
