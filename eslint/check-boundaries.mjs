// Shows that the boundaries hold: asks ESLint of every package which of the others it would let it import.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const root = join(fileURLToPath(import.meta.url), '../..');
const plugin = name => `@throughline/plugin-${name}`;
const MODULES = readdirSync(join(root, 'plugins')).filter(name =>
  name.startsWith('delivery-backend-module-'),
);
const NODE = 'node:fs';

/** What each package may import; of all that is listed anywhere here, it may import nothing else. */
const allowed = {
  'plugins/delivery-common': [],
  'plugins/delivery-node': [plugin('delivery-common'), NODE],
  'plugins/delivery-kubernetes-node': [
    plugin('delivery-common'),
    plugin('delivery-node'),
    NODE,
  ],
  'plugins/delivery-backend': [
    plugin('delivery-common'),
    plugin('delivery-node'),
    NODE,
  ],
  ...Object.fromEntries(
    MODULES.map(name => [
      `plugins/${name}`,
      [
        plugin('delivery-common'),
        plugin('delivery-node'),
        plugin('delivery-kubernetes-node'),
        NODE,
      ],
    ]),
  ),
  'plugins/delivery': [plugin('delivery-common')],
  'packages/sandbox': [NODE],
};

const imports = [
  ...Object.keys(allowed)
    .filter(path => path.startsWith('plugins/'))
    .map(path => plugin(path.slice('plugins/'.length))),
  plugin('delivery/legacy'),
  'sandbox',
  NODE,
];

const eslint = new ESLint({ cwd: root });
const problems = [];
let checked = 0;
for (const [path, may] of Object.entries(allowed)) {
  const own = path.startsWith('plugins/')
    ? plugin(path.slice('plugins/'.length))
    : 'sandbox';
  const others = imports.filter(
    name => name !== own && !name.startsWith(`${own}/`),
  );
  const code = others.map((name, i) => `import * as x${i} from '${name}';\n`);
  const [{ messages }] = await eslint.lintText(code.join(''), {
    filePath: join(root, path, 'src/boundaryCheck.ts'),
  });
  const refused = new Set(
    messages
      .filter(message => message.ruleId === 'no-restricted-imports')
      .map(message => others[message.line - 1]),
  );
  for (const name of others) {
    checked += 1;
    if (refused.has(name) === may.includes(name)) {
      problems.push(
        `${path} ${may.includes(name) ? 'may not' : 'may'} import ${name}`,
      );
    }
  }
}
if (problems.length > 0) {
  process.stderr.write(`✖ ${problems.join('\n✖ ')}\n`);
  process.exit(1);
}
process.stdout.write(
  `✔ ${checked} imports: each is refused or let through as it should be.\n`,
);
