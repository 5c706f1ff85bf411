import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

const FOLDER = resolve(
  // Tests only: there is no other place in a production build.
  // eslint-disable-next-line no-restricted-syntax
  __dirname,
  '../../../../../shared/contracts/flux',
);

/** Whether the recorded objects and the schemas of Flux are beside the repository. */
export const hasContracts = existsSync(FOLDER);

/** Where the suites that need them say that they are left out. */
export const describeContracts = hasContracts ? describe : describe.skip;

/** The objects that were recorded, or composed and validated, by file name. */
export function samples(): Map<string, Record<string, unknown>> {
  const found = new Map<string, Record<string, unknown>>();
  for (const folder of ['samples', 'samples/composed']) {
    for (const file of readdirSync(join(FOLDER, folder))) {
      if (/\.(json|yaml)$/.test(file)) {
        const text = readFileSync(join(FOLDER, folder, file), 'utf8');
        parseAllDocuments(text).forEach((document, index) =>
          found.set(`${file}#${index}`, document.toJS()),
        );
      }
    }
  }
  return found;
}

/** Whether an object is as the custom resource definition of its kind has it; the problems that it has. */
export function crdProblems(object: Record<string, unknown>): string[] {
  const file = readdirSync(join(FOLDER, 'crds')).find(name => {
    const [, plural] = /_(.+)\.yaml$/.exec(name) ?? [];
    return singular(plural) === String(object.kind).toLocaleLowerCase('en-US');
  });
  const definition = parse(
    readFileSync(join(FOLDER, 'crds', file ?? ''), 'utf8'),
  );
  const { openAPIV3Schema } = definition.spec.versions[0].schema;
  const parsed = z.fromJSONSchema(openAPIV3Schema).safeParse(object);
  return (parsed.error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
}

function singular(plural = ''): string {
  return plural.endsWith('ies')
    ? `${plural.slice(0, -3)}y`
    : plural.replace(/s$/, '');
}
