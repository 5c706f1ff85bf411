import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const contracts = path.resolve(
  __dirname,
  '../../../../../shared/contracts/terraform',
);

/** Whether the vendor's schema and examples are beside this checkout. */
export const areContractsPresent = existsSync(contracts);

/** Says so in a suite's name where they are not. */
export function named(name: string): string {
  return areContractsPresent
    ? name
    : `${name} (skipped: the vendor's schema is not beside this checkout)`;
}

/** A document that Terraform 1.11.4 wrote, by its name: `terraform show -json` of real plans and states. */
export function recording(name: string): any {
  return read(path.join(__dirname, '../__fixtures__', `${name}.json`));
}

/** An example of the vendor's documentation. */
export function example(name: string): any {
  return read(path.join(contracts, 'samples', `${name}.json`));
}

/** The vendor's schema. */
export function openApi(): any {
  return read(path.join(contracts, 'hcp-openapi.json'));
}

function read(file: string): any {
  return JSON.parse(readFileSync(file, 'utf8'));
}
