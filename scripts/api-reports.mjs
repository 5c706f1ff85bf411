// Writes the API report of every package that is published: `yarn build:api-reports`. With --ci it writes nothing and
// fails where a report is not current, or where something public lacks its release tag.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { ensureNode } from './lib/node.mjs';
import { root, yarnFile } from './lib/paths.mjs';

const runtime = ensureNode();
ensureInstalled(runtime);

function yarn(...args) {
  const { status } = spawnSync(runtime.node, [yarnFile, ...args], {
    cwd: root,
    env: runtime.env,
    stdio: 'inherit',
  });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

// In which order a declaration names the members of a union depends on what was compiled before.
rmSync(join(root, 'dist-types'), { recursive: true, force: true });
yarn('tsc');
yarn(
  'backstage-repo-tools',
  'api-reports',
  '--validate-release-tags',
  // Members whose names say all need no words; workspaces that import each other are met as sources.
  '--omit-messages',
  'ae-undocumented,ae-wrong-input-file-type',
  // The entry point for tests speaks of what the main one exports, and must not export it again.
  '--allow-warnings',
  'plugins/delivery-node',
  ...process.argv.slice(2),
  'plugins/*',
);
