import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, yarnFile } from './paths.mjs';
import { giveUp, say } from './say.mjs';

const ATTEMPTS = 3;
const INTERRUPTED = 130;
const MARK = join(root, 'node_modules', '.throughline-installed');

/** Installs the dependencies where they are not those of the lock file. A passing network fault is tried again. */
export function ensureInstalled({ node, env }) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'yarn.lock')))
    .update(readFileSync(join(root, 'package.json')))
    .digest('hex');
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === wanted) {
    return;
  }
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    say(
      attempt === 1
        ? 'Installing the dependencies (about a minute the first time) …'
        : `Installing the dependencies, attempt ${attempt} of ${ATTEMPTS} …`,
    );
    const result = spawnSync(node, [yarnFile, 'install', '--immutable'], {
      cwd: root,
      env,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (result.status === 0) {
      writeFileSync(MARK, wanted);
      return;
    }
    // Ctrl-C reaches Yarn as well; it is no fault to try again after.
    if (result.signal || result.status === INTERRUPTED) {
      process.exit(INTERRUPTED);
    }
    if (attempt === ATTEMPTS) {
      process.stderr.write(`${result.stdout}\n${result.stderr}\n`);
    }
  }
  giveUp(
    'The dependencies could not be installed.',
    'Yarn says why above. Can this machine reach the npm registry?',
  );
}
