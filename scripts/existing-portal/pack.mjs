import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, yarnFile } from '../lib/paths.mjs';
import { checkPacked } from './checkPacked.mjs';

const PLUGINS = join(root, 'plugins');

/** Builds and packs every package as it would be published; returns the file and manifest of each by its name. */
export async function packAll(folder, commands) {
  mkdirSync(folder, { recursive: true });
  await commands.run('tsc', [yarnFile, 'tsc']);
  await commands.run('build', [yarnFile, 'backstage-cli', 'repo', 'build']);
  const packed = {};
  for (const plugin of readdirSync(PLUGINS)) {
    const cwd = join(PLUGINS, plugin);
    const manifest = manifestOf(cwd);
    if (!manifest || manifest.private) {
      continue;
    }
    const file = join(folder, `${plugin}.tgz`);
    await commands.run(`pack-${plugin}`, [yarnFile, 'pack', '--out', file], {
      cwd,
    });
    checkPacked(file, manifest);
    packed[manifest.name] = { file, manifest };
  }
  return packed;
}

/** Has Backstage put back what it changes in a package for publishing, where the packing of one was cut short. */
export function tidyUp({ node, env }) {
  for (const plugin of readdirSync(PLUGINS)) {
    const cwd = join(PLUGINS, plugin);
    if (existsSync(join(cwd, 'package.json-prepack'))) {
      spawnSync(node, [yarnFile, 'backstage-cli', 'package', 'postpack'], {
        cwd,
        env,
      });
    }
  }
}

function manifestOf(folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
