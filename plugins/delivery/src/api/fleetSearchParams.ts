import type { FleetQuery } from '@throughline/plugin-delivery-common';

/** A question to the fleet as the backend reads it: what may occur several times is repeated. */
export function fleetSearchParams(query: FleetQuery): URLSearchParams {
  const params = new URLSearchParams();
  const append = (name: string, values?: readonly string[]) =>
    values?.forEach(value => params.append(name, value));
  if (query.text) {
    params.set('text', query.text);
  }
  append('owners', query.owners);
  append('systems', query.systems);
  append('environments', query.environments);
  append('states', query.states);
  if (query.sort) {
    params.set('sort', query.sort);
  }
  if (query.limit) {
    params.set('limit', String(query.limit));
  }
  if (query.cursor) {
    params.set('cursor', query.cursor);
  }
  return params;
}
