// Shows that people who run a Backstage already can have it: packs the packages as they would be published, adds
// them to portals freshly made by create-app, by the README's own lines, and finds the Delivery tab there.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packAll } from './existing-portal/pack.mjs';
import { Portal } from './existing-portal/portal.mjs';
import { seeDeliveryTab } from './existing-portal/see.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { ensureNode } from './lib/node.mjs';
import { root, yarnFile } from './lib/paths.mjs';
import { requireFree } from './lib/ports.mjs';
import { Processes } from './lib/processes.mjs';
import { answers } from './lib/ready.mjs';
import { say } from './lib/say.mjs';

const runtime = ensureNode();
ensureInstalled(runtime);
await requireFree(
  [3000, 7007, 7120].map(port => ({
    port,
    what: 'the trial',
    mend: 'End that program first.',
  })),
);

const work = mkdtempSync(join(tmpdir(), 'throughline-portal-'));
let failed = false;
try {
  say('Packing …');
  const packed = packAll(join(work, 'packed'), runtime);
  for (const legacy of [false, true]) {
    const kind = legacy ? 'classic front end' : 'new front end';
    say(`A fresh portal (${kind}) …`);
    const portal = new Portal(join(work, legacy ? 'classic' : 'new'), {
      legacy,
      runtime,
    });
    portal.create();
    portal.install(packed);
    portal.configure({ argocdUrl: 'http://localhost:7120' });
    await tryOut(portal, kind);
    say(`✔ ${kind}: the Delivery tab is there, with what Argo CD says.`);
  }
} catch (error) {
  failed = true;
  process.stderr.write(`✖ ${error.stack ?? error}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

async function tryOut(portal, kind) {
  const processes = new Processes(
    { ...portal.env, ARGOCD_TOKEN: 'sandbox-argocd-token' },
    { verbose: process.argv.includes('--verbose') },
  );
  try {
    await new Promise((resolve, reject) => {
      processes.start(
        'existing-portal-sandbox',
        runtime.node,
        ['--import', 'tsx', 'src/cli.ts', '--data', join(work, 'sandbox')],
        {
          cwd: join(root, 'packages/sandbox'),
          onLine: line => line.startsWith('SANDBOX_READY') && resolve(),
          onEnd: code => reject(new Error(`The sandbox ended (${code})`)),
        },
      );
    });
    processes.start(
      'existing-portal',
      runtime.node,
      [yarnFile, 'backstage-cli', 'repo', 'start'],
      {
        cwd: portal.folder,
        env: { NODE_ENV: 'development', GITHUB_TOKEN: 'none' },
      },
    );
    const up = await Promise.all([
      answers('http://127.0.0.1:7007/.backstage/health/v1/readiness', {
        timeoutMs: 180_000,
      }),
      answers('http://localhost:3000', { timeoutMs: 180_000 }),
    ]);
    if (!up.every(Boolean)) {
      throw new Error(
        `The portal (${kind}) did not come up; .data/logs/existing-portal.log says why.`,
      );
    }
    await seeDeliveryTab();
  } finally {
    await processes.stop();
  }
}
