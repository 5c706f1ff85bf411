import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root } from './paths.mjs';
import { giveUp, say } from './say.mjs';

const WANTED = [22, 24];
const BROUGHT = 24;

/**
 * The Node that the portal needs: the one that runs this, where it fits, else one brought from the npm registry
 * into the git-ignored folder .node. The packages node-<platform>-<cpu> hold the binary itself and need no
 * install script.
 *
 * @returns {{ node: string, env: NodeJS.ProcessEnv }}
 */
export function ensureNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (WANTED.includes(major)) {
    return { node: process.execPath, env: withFolder(process.execPath) };
  }
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(root, '.node');
  const node = join(
    folder,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!existsSync(node)) {
    say(
      `Node ${process.versions.node} is not one that Backstage runs on; bringing Node ${BROUGHT} …`,
    );
    mkdirSync(folder, { recursive: true });
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const result = spawnSync(
      npm,
      ['install', '--no-save', '--prefix', folder, `${name}@${BROUGHT}`],
      { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder, env: plainEnv() },
    );
    if (result.status !== 0 || !existsSync(node)) {
      giveUp(
        `Node ${BROUGHT} could not be brought (${name}).`,
        `Install Node ${BROUGHT} by hand, from https://nodejs.org, and try again.`,
      );
    }
  }
  return { node, env: withFolder(node) };
}

/** npm hands its own settings to its scripts; a second npm or yarn would take them for the user's. */
function plainEnv() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^npm_/i.test(key)),
  );
}

function withFolder(node) {
  const env = plainEnv();
  return { ...env, PATH: [dirname(node), env.PATH].join(delimiter) };
}
