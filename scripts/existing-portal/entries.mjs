import { join } from 'node:path';

/** Every entry point of the packed packages that is for the front end, or for the backend, as one imports it. */
export function entriesFor(side, packed) {
  return Object.entries(packed).flatMap(([name, { manifest }]) => {
    const { backstage, exports = { '.': '' } } = manifest;
    const frontend = /^(frontend|web)-/.test(backstage.role);
    if (frontend !== (side === 'frontend')) {
      return [];
    }
    return Object.keys(exports)
      .filter(entry => entry !== './package.json')
      .map(entry => join(name, entry));
  });
}
