import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

/** The code block of the README that follows a marker: what a reader would copy is what is tried. */
export function readmeBlock(marker) {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const match = new RegExp(
    `<!-- existing-portal:${marker} -->\\s*(?:<!-- prettier-ignore -->\\s*)?\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``,
  ).exec(readme);
  if (!match) {
    throw new Error(`README.md has no block marked existing-portal:${marker}`);
  }
  return match[1];
}

/** Splits a block of TSX into its import statements and the rest. */
export function importsAndRest(block) {
  const statement = /^import [\s\S]*?;\n/gm;
  return {
    imports: (block.match(statement) ?? []).join(''),
    rest: block.replace(statement, '').trim(),
  };
}
