import type { FakeObject } from '@throughline/plugin-delivery-kubernetes-node/testing';
import { mapApplier } from '../mapping/mapApplier';
import type { Facts } from '../objects/facts';
import { objectKey } from '../objects/kinds';
import { FluxState } from '../observe/FluxState';
import { ObjectTable } from '../observe/ObjectTable';
import { planLanes } from '../observe/planLanes';
import { FLUX_SERVED } from './fakeFlux';

const LANES = planLanes(
  FLUX_SERVED.filter(({ group }) => group !== '').map(type => ({
    ...type,
    namespaced: true,
  })),
  new FluxState({ name: 'prod-eu' }),
  undefined,
);

/** Reads an object as the lane of its kind does. */
export function read(object: FakeObject): Facts {
  const lane = [...LANES.supporting, ...LANES.targets].find(
    ({ resource }) => resource.kind === object.kind,
  );
  const facts = lane?.project(object);
  if (!facts) {
    throw new Error(`Nothing is made of ${object.kind}`);
  }
  return facts;
}

/** Maps an object among others; kinds in `hidden` cannot be looked at. */
export function map(
  object: FakeObject,
  others: readonly FakeObject[] = [],
  hidden: readonly string[] = [],
) {
  const table = new ObjectTable({ name: 'prod-eu' });
  for (const { resource } of LANES.supporting) {
    table.setVisible(resource.kind, undefined, !hidden.includes(resource.kind));
  }
  for (const each of others) {
    const facts = read(each);
    table.set(objectKey(facts), { scope: 'test', facts });
  }
  const facts = read(object);
  if (facts.kind !== 'Kustomization' && facts.kind !== 'HelmRelease') {
    throw new Error('Nothing is applied by that');
  }
  const [target, ...deployments] = mapApplier(
    facts,
    table.surroundings(() => {}),
  );
  return { target, deployments };
}
