import type { ResourceDetail } from '@throughline/plugin-delivery-common';
import type { PlannedResource } from './readPlan';
import type { Fetched } from './targetOf';

const MAX_RESOURCES = 1_000;

/** The resources by type, with what the plan says of each. Types come first, with how many there are of them. */
export function resourcesOf({ plan, state }: Fetched): ResourceDetail[] {
  const changes = byAddress(plan?.changes ?? []);
  const drift = byAddress(plan?.drift ?? []);
  const all = new Map<string, string>();
  for (const { address, type } of [
    ...(state?.resources ?? []),
    ...changes.values(),
    ...drift.values(),
  ]) {
    all.set(address, type);
  }
  const types = new Map<string, string[]>();
  for (const [address, type] of [...all].slice(0, MAX_RESOURCES)) {
    types.set(type, [...(types.get(type) ?? []), address]);
  }
  const rows: ResourceDetail[] = [];
  for (const [type, addresses] of [...types].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const parent =
      rows.push({ kind: type, name: `${addresses.length} of this type` }) - 1;
    for (const address of addresses) {
      rows.push({
        kind: type,
        name: address,
        parent,
        ...said(changes.get(address), drift.get(address)),
      });
    }
  }
  return rows;
}

function said(
  change: PlannedResource | undefined,
  drift: PlannedResource | undefined,
): Pick<ResourceDetail, 'sync' | 'message'> {
  const words = [
    drift && `${drift.action} outside of Terraform`,
    change && `planned: ${change.action}`,
  ].filter(Boolean);
  return words.length > 0
    ? { sync: 'outOfSync', message: words.join('; ') }
    : {};
}

function byAddress(
  resources: readonly PlannedResource[],
): Map<string, PlannedResource> {
  return new Map(resources.map(resource => [resource.address, resource]));
}
