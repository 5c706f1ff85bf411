import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

const FOLDER = resolve(
  // Tests only: there is no other place in a production build.
  // eslint-disable-next-line no-restricted-syntax
  __dirname,
  '../../../../../shared/contracts/argocd/samples',
);

/**
 * Applications recorded from real instances or copied from the vendor's repositories, by file name. They are kept
 * beside the repository; undefined where they are not there.
 */
export function recordedSamples(): Map<string, unknown> | undefined {
  if (!existsSync(FOLDER)) {
    return undefined;
  }
  const samples = new Map<string, unknown>();
  for (const folder of [FOLDER, join(FOLDER, 'composed')]) {
    for (const file of readdirSync(folder)) {
      if (/^application-.*\.(json|yaml)$/.test(file)) {
        const text = readFileSync(join(folder, file), 'utf8');
        for (const document of parseAllDocuments(text)) {
          samples.set(file, document.toJS());
        }
      }
    }
  }
  return samples;
}
