// Runs all tests: `npm test`. Arguments go to jest: `npm test -- plugins/delivery-common`.
import { spawnSync } from 'node:child_process';
import { ensureInstalled } from './lib/install.mjs';
import { ensureNode } from './lib/node.mjs';
import { root, yarnFile } from './lib/paths.mjs';
import { say } from './lib/say.mjs';

const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

const runtime = ensureNode();
ensureInstalled(runtime);

if (!process.env[POSTGRES]) {
  say(
    `PostgreSQL is not at hand: the tests use SQLite only. To have both, set ${POSTGRES}=postgresql://user:password@host:5432/database (a user who may create databases).`,
  );
}
const result = spawnSync(
  runtime.node,
  [
    yarnFile,
    'backstage-cli',
    'repo',
    'test',
    '--maxWorkers=2',
    '--workerIdleMemoryLimit=1500M',
    // A busy machine is no failure; a test that hangs still ends.
    '--testTimeout=60000',
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...runtime.env,
      CI: '1',
      NODE_ENV: 'test',
      BACKSTAGE_TEST_DISABLE_DOCKER: '1',
    },
  },
);
process.exit(result.status ?? 1);
