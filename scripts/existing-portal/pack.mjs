import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, yarnFile } from '../lib/paths.mjs';
import { checkPacked } from './checkPacked.mjs';

/** Builds and packs every package as it would be published; returns the file and manifest of each by its name. */
export async function packAll(folder, commands) {
  mkdirSync(folder, { recursive: true });
  await commands.run('tsc', [yarnFile, 'tsc']);
  await commands.run('build', [yarnFile, 'backstage-cli', 'repo', 'build']);
  const packed = {};
  for (const plugin of readdirSync(join(root, 'plugins'))) {
    const cwd = join(root, 'plugins', plugin);
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

function manifestOf(folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
