import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const contracts = path.resolve(
  __dirname,
  '../../../../../shared/contracts/terraform',
);

/** Whether what was recorded is beside this checkout. */
export const areSamplesPresent = existsSync(contracts);

/** Says so in a suite's name where it is not. */
export function named(name: string): string {
  return areSamplesPresent
    ? name
    : `${name} (skipped: the recordings are not beside this checkout)`;
}

/** A recorded document. */
export function sample(file: string): any {
  return JSON.parse(
    readFileSync(path.join(contracts, 'samples', file), 'utf8'),
  );
}

/** The vendor's schema. */
export function openApi(): any {
  return JSON.parse(
    readFileSync(path.join(contracts, 'hcp-openapi.json'), 'utf8'),
  );
}
