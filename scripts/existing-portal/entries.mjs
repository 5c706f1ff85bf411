import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

/** Every entry point of the packed packages that is for the front end, or for the backend, as one imports it. */
export function entriesFor(side, packed) {
  return Object.keys(packed).flatMap(name => {
    const folder = name.replace('@throughline/plugin-', '');
    const { backstage, exports = { '.': '' } } = JSON.parse(
      readFileSync(join(root, 'plugins', folder, 'package.json'), 'utf8'),
    );
    const frontend = backstage.role === 'frontend-plugin';
    if (frontend !== (side === 'frontend')) {
      return [];
    }
    return Object.keys(exports)
      .filter(entry => entry !== './package.json')
      .map(entry => join(name, entry));
  });
}
