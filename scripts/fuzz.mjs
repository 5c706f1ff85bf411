// Varies what each system sends, 100,000 times, and says how it went: `yarn fuzz`, or `yarn fuzz github oci`.
// FUZZ_RUNS=1000 for fewer, FUZZ_SEED=7 for others than those of every run of the tests.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { ensureNode } from './lib/node.mjs';
import { root, yarnFile } from './lib/paths.mjs';
import { say } from './lib/say.mjs';

const PREFIX = 'delivery-backend-module-';
const RUNS = process.env.FUZZ_RUNS ?? '100000';

const runtime = ensureNode();
ensureInstalled(runtime);
const wanted = process.argv.slice(2);
const modules = readdirSync(join(root, 'plugins'))
  .filter(name => name.startsWith(PREFIX))
  .map(name => name.slice(PREFIX.length))
  .filter(name => wanted.length === 0 || wanted.includes(name));
if (modules.length === 0 || modules.length < wanted.length) {
  say(`There is no such module: ${wanted.join(', ')}`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
let failed = 0;
say(`${RUNS} variations for each module:`);
for (const name of modules) {
  const began = Date.now();
  const output = await test(name);
  const seconds = Math.round((Date.now() - began) / 1000);
  const problems = problemsOf(name);
  failed += problems.length > 0 ? 1 : 0;
  say(
    `${name.padEnd(12)} ${RUNS} runs ${String(seconds).padStart(5)} s  ${
      problems.length === 0 ? 'no failure' : `${problems.length} failed`
    }`,
  );
  if (problems.length > 0) {
    say(problems.join('\n') || output);
  }
}
rmSync(folder, { recursive: true });
process.exit(failed === 0 ? 0 : 1);

function fileOf(name) {
  return join(folder, `${name}.json`);
}

/** What is rejected and handled by nobody ends the process, and so leaves no report of it having passed. */
function test(name) {
  const child = spawn(
    runtime.node,
    [
      yarnFile,
      'backstage-cli',
      'repo',
      'test',
      '--maxWorkers=1',
      '--json',
      `--outputFile=${fileOf(name)}`,
      `plugins/${PREFIX}${name}/src/fuzz.test.ts`,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...runtime.env,
        CI: '1',
        NODE_ENV: 'test',
        NODE_OPTIONS: '--unhandled-rejections=throw',
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
        FUZZ_RUNS: RUNS,
      },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => {
      output = (output + chunk).slice(-20_000);
    });
  }
  return new Promise(resolve => {
    child.on('close', () => resolve(output));
  });
}

function problemsOf(name) {
  try {
    const { success, numPassedTests, testResults } = JSON.parse(
      readFileSync(fileOf(name), 'utf8'),
    );
    return success && numPassedTests > 0
      ? []
      : testResults.map(({ message }) => message);
  } catch (error) {
    return [`The tests left no report: ${error.message}`];
  }
}
