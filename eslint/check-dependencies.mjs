// Shows that docs/dependencies.md names every package that a package.json asks for, and none beside them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const DOCUMENT = 'docs/dependencies.md';
/** The platform, and what is here. */
const OWN = /^(@backstage|@throughline)\/|^(app|backend)$/;

const folders = ['packages', 'plugins'].flatMap(parent =>
  readdirSync(join(root, parent)).map(name => join(parent, name)),
);
const asked = new Map();
for (const folder of ['.', ...folders]) {
  const file = join(root, folder, 'package.json');
  if (existsSync(file)) {
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    for (const name of Object.keys({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.peerDependencies,
    })) {
      if (!OWN.test(name)) {
        asked.set(name, [...(asked.get(name) ?? []), folder]);
      }
    }
  }
}

// The first cell of each row; programs of the machine come from no registry.
const packages = readFileSync(join(root, DOCUMENT), 'utf8')
  .split('\n## ')
  .filter(section => !section.startsWith('Programs of the machine'));
const named = new Set(
  packages
    .flatMap(section => section.match(/^\| `[^|]*/gm) ?? [])
    .flatMap(cell => [...cell.matchAll(/`([^`]+)`/g)].map(match => match[1])),
);

const problems = [
  ...[...asked]
    .filter(([name]) => !named.has(name))
    .map(
      ([name, by]) =>
        `${DOCUMENT} does not name '${name}', which ${by.join(
          ', ',
        )} asks for: add what it is for`,
    ),
  ...[...named]
    .filter(name => !asked.has(name) && !OWN.test(name))
    .map(name => `${DOCUMENT} names '${name}', which nobody asks for`),
];
if (problems.length > 0) {
  process.stderr.write(`✖ ${problems.join('\n✖ ')}\n`);
  process.exit(1);
}
process.stdout.write(`✔ ${asked.size} dependencies are documented.\n`);
