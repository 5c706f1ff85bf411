import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, yarnFile } from '../lib/paths.mjs';
import { checkPacked } from './checkPacked.mjs';

/** Builds and packs every package as it would be published; returns the file of each by its name. */
export function packAll(folder, { node, env }) {
  const yarn = (args, cwd = root) => {
    const { status, stdout, stderr } = spawnSync(node, [yarnFile, ...args], {
      cwd,
      env,
      encoding: 'utf8',
      maxBuffer: 16 * 1024 * 1024,
    });
    if (status !== 0) {
      throw new Error(`yarn ${args.join(' ')} failed:\n${stdout}${stderr}`);
    }
  };
  mkdirSync(folder, { recursive: true });
  yarn(['tsc']);
  yarn(['backstage-cli', 'repo', 'build']);
  const packed = {};
  for (const plugin of readdirSync(join(root, 'plugins'))) {
    const path = join(root, 'plugins', plugin);
    if (!existsSync(join(path, 'package.json'))) {
      continue;
    }
    const manifest = JSON.parse(
      readFileSync(join(path, 'package.json'), 'utf8'),
    );
    const file = join(folder, `${plugin}.tgz`);
    yarn(['pack', '--out', file], path);
    checkPacked(file, manifest);
    packed[manifest.name] = file;
  }
  return packed;
}
