// Shows that people who run a Backstage already can have it: packs the packages as they would be published, adds
// them to portals freshly made by create-app, by the README's own lines, and finds their pages there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Commands } from './existing-portal/Commands.mjs';
import { freePorts } from './existing-portal/freePorts.mjs';
import { packAll, tidyUp } from './existing-portal/pack.mjs';
import { Portal } from './existing-portal/portal.mjs';
import { Trial } from './existing-portal/Trial.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { ensureNode } from './lib/node.mjs';
import { giveUp, say } from './lib/say.mjs';

const HELP = `Tries the packed packages in portals freshly made by create-app.

  node scripts/existing-portal.mjs             with the new and with the classic frontend system
  node scripts/existing-portal.mjs --new       with one of them
  node scripts/existing-portal.mjs --classic
  node scripts/existing-portal.mjs --verbose   with all that the programs print (it is in .data/logs in any case)

It takes ports that are free, works in a temporary folder, and leaves nothing behind.
`;

const flags = new Set(process.argv.slice(2));
if (flags.has('--help') || flags.has('-h')) {
  say(HELP);
  process.exit(0);
}
const unknown = [...flags].find(
  flag => !['--new', '--classic', '--verbose'].includes(flag),
);
if (unknown) {
  giveUp(
    `There is no option ${unknown}.`,
    'node scripts/existing-portal.mjs --help lists them.',
  );
}
const kinds = ['new', 'classic'].filter(
  (kind, _, all) =>
    flags.has(`--${kind}`) || !all.some(other => flags.has(`--${other}`)),
);

const runtime = ensureNode();
ensureInstalled(runtime);
const work = mkdtempSync(join(tmpdir(), 'throughline-existing-portal-'));
const verbose = flags.has('--verbose');
const commands = new Commands(runtime, { verbose });
const trial = new Trial({ runtime, work, verbose });

let ending = false;
async function end(code) {
  if (ending) {
    return;
  }
  ending = true;
  await Promise.all([commands.stop(), trial.stop()]);
  tidyUp(runtime);
  rmSync(work, { recursive: true, force: true, maxRetries: 3 });
  process.exit(code);
}
process.on('SIGINT', () => end(130));
process.on('SIGTERM', () => end(143));
process.on('SIGHUP', () => end(129));

const began = Date.now();
const step = text =>
  say(
    `${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}`,
  );

try {
  step('Packing …');
  const packed = await packAll(join(work, 'packed'), commands);
  const { argo } = await trial.startSandbox();
  let previous;
  for (const kind of kinds) {
    const [app, backend] = await freePorts(2);
    const portal = new Portal(join(work, kind), {
      legacy: kind === 'classic',
      runtime,
      commands,
      ports: { app, backend },
    });
    step(`Making a portal with the ${kind} frontend system …`);
    await portal.create();
    step('Installing …');
    await portal.install(packed, previous);
    portal.configure({ argocdUrl: argo.nonprod });
    if (kind === kinds.at(-1)) {
      // The classic portal's own code has most of the README's lines; the entry points are the same in both.
      step('Checking types, loading every entry point …');
      await portal.checkTypes(packed);
      await portal.loadEntries(packed);
    }
    step('Starting it …');
    await trial.tryOut(portal, kind);
    previous = portal;
    step(
      `✔ ${kind} frontend system: the Delivery tab, the fleet and the sources are there, with what Argo CD says.`,
    );
  }
} catch (error) {
  if (!ending) {
    process.stderr.write(
      `✖ ${error.message ?? error}\n\n${error.stack ?? ''}\n`,
    );
  }
  await end(1);
}
await end(0);
