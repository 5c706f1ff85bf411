// Starts everything: `npm start`. Runs on any Node from 18; what it starts runs on the Node that Backstage needs.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { ensureNode } from './lib/node.mjs';
import { dataFolder, root, yarnFile } from './lib/paths.mjs';
import { requireFree } from './lib/ports.mjs';
import { Processes } from './lib/processes.mjs';
import { answers } from './lib/ready.mjs';
import { giveUp, say } from './lib/say.mjs';

const HELP = `Starts the portal.

  npm start                 with its sandbox; where app-config.local.yaml exists, against the systems it names
  npm start -- --sandbox    with the sandbox, beside what app-config.local.yaml names
  npm start -- --verbose    with all that the programs print (it is in .data/logs in any case)

Environment: THROUGHLINE_APP_PORT (3000), THROUGHLINE_BACKEND_PORT (7007), THROUGHLINE_DATABASE (.data/database)
`;

const SANDBOX_PORTS = [7110, 7120, 7121, 7130, 7140, 7150, 7160, 7170, 7190];

const flags = new Set(process.argv.slice(2));
if (flags.has('--help') || flags.has('-h')) {
  say(HELP);
  process.exit(0);
}
const unknown = [...flags].find(
  flag => !['--sandbox', '--verbose'].includes(flag),
);
if (unknown) {
  giveUp(`There is no option ${unknown}.`, 'npm start -- --help lists them.');
}

const appPort = Number(process.env.THROUGHLINE_APP_PORT ?? 3000);
const backendPort = Number(process.env.THROUGHLINE_BACKEND_PORT ?? 7007);
const local = existsSync(join(root, 'app-config.local.yaml'));
const sandbox = flags.has('--sandbox') || !local;

const runtime = ensureNode();
ensureInstalled(runtime);
await requireFree([
  {
    port: appPort,
    what: 'the portal',
    mend: 'End that program, or choose another: THROUGHLINE_APP_PORT=3001 npm start',
  },
  {
    port: backendPort,
    what: 'the backend',
    mend: 'End that program, or choose another: THROUGHLINE_BACKEND_PORT=7008 npm start',
  },
  ...(sandbox
    ? SANDBOX_PORTS.map(port => ({
        port,
        what: 'the sandbox',
        mend: 'End that program; is another sandbox running?',
      }))
    : []),
]);

mkdirSync(process.env.THROUGHLINE_DATABASE ?? join(dataFolder, 'database'), {
  recursive: true,
});
const processes = new Processes(runtime.env, {
  verbose: flags.has('--verbose'),
});

let ending = false;
async function end(code) {
  if (ending) {
    return;
  }
  ending = true;
  say('\nStopping …');
  await processes.stop();
  say('Stopped.');
  process.exit(code);
}
process.on('SIGINT', () => end(0));
process.on('SIGTERM', () => end(0));
process.on('SIGHUP', () => end(0));

function endedEarly(name) {
  return code => {
    process.stderr.write(
      `\n✖ ${name} ended by itself (code ${code}). What it printed is in .data/logs.\n`,
    );
    end(1);
  };
}

/** Backstage's own words for what went wrong are shown; all the rest is in the log. */
function showProblems(line) {
  if (
    !flags.has('--verbose') &&
    / error: |^Error: |The backend did not start|startup failed;/i.test(line)
  ) {
    process.stderr.write(`  ${line.slice(0, 500)}\n`);
  }
}

if (sandbox) {
  say(
    'Starting the sandbox: Git, a forge, Kubernetes, Argo CD and a registry …',
  );
  const ready = new Promise(resolve => {
    processes.start(
      'sandbox',
      runtime.node,
      [
        '--import',
        'tsx',
        'src/cli.ts',
        '--data',
        join(dataFolder, 'sandbox'),
        '--webhook-url',
        `http://127.0.0.1:${backendPort}/api/delivery/webhooks/github`,
        '--webhook-secret',
        'sandbox-webhook-secret',
      ],
      {
        cwd: join(root, 'packages/sandbox'),
        onLine: line => {
          if (line.startsWith('SANDBOX_READY')) {
            resolve();
          }
        },
        onEnd: endedEarly('The sandbox'),
      },
    );
  });
  await ready;
}

say('Starting the portal …');
const configs = [
  'app-config.yaml',
  ...(sandbox ? ['app-config.sandbox.yaml'] : []),
  ...(local ? ['app-config.local.yaml'] : []),
];
processes.start(
  'portal',
  runtime.node,
  [
    yarnFile,
    'backstage-cli',
    'repo',
    'start',
    ...configs.flatMap(file => ['--config', join(root, file)]),
  ],
  {
    onLine: showProblems,
    onEnd: endedEarly('The portal'),
    env: { NODE_ENV: 'development', FORCE_COLOR: '0', BROWSER: 'none' },
  },
);

const address = `http://localhost:${appPort}`;
const started = await Promise.all([
  answers(`http://127.0.0.1:${backendPort}/.backstage/health/v1/readiness`, {
    timeoutMs: 180_000,
  }),
  answers(address, { timeoutMs: 180_000 }),
]);
if (!ending) {
  if (started.every(Boolean)) {
    say(
      `\n✔ Throughline is ready: ${address}${
        sandbox
          ? `  (a service to start with: ${address}/catalog/default/component/checkout/delivery)`
          : ''
      }\n  Ctrl-C stops everything.`,
    );
  } else {
    process.stderr.write(
      '\n✖ The portal did not come up within three minutes. What it printed is in .data/logs/portal.log.\n',
    );
    await end(1);
  }
}
