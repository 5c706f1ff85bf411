// Says where a CPU profile's time went, or who made what lives in a heap profile:
// node scripts/bench/summarizeProfile.mjs FILE [how many lines]
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Shares of the processor's time, or of the memory, by function (itself, and with all that it calls) and by package. */
export function summarizeProfile(file) {
  const { nodes, samples, timeDeltas } = readProfile(file);
  const byId = new Map(nodes.map(node => [node.id, node]));
  const parents = new Map();
  nodes.forEach(node =>
    node.children?.forEach(child => parents.set(child, node.id)),
  );
  const self = new Map();
  const withCalls = new Map();
  const packages = new Map();
  let busy = 0;
  let total = 0;
  samples.forEach((id, index) => {
    const time = timeDeltas[index];
    const node = byId.get(id);
    total += time;
    if (
      ['(idle)', '(program)', '(root)'].includes(node.callFrame.functionName)
    ) {
      return;
    }
    busy += time;
    add(self, nameOf(node), time);
    add(packages, packageOf(node, parents, byId), time);
    const seen = new Set();
    for (let at = id; at !== undefined; at = parents.get(at)) {
      const name = nameOf(byId.get(at));
      if (!seen.has(name)) {
        seen.add(name);
        add(withCalls, name, time);
      }
    }
  });
  const shares = map =>
    [...map]
      .sort(([, a], [, b]) => b - a)
      .map(([name, time]) => ({ name, share: time / busy }));
  return {
    busy: busy / total,
    total,
    self: shares(self),
    withCalls: shares(withCalls),
    packages: shares(packages),
  };
}

/** A heap profile in the form of a CPU profile: bytes for microseconds. */
function readProfile(file) {
  const profile = JSON.parse(readFileSync(file, 'utf8'));
  if (!profile.head) {
    return profile;
  }
  const nodes = [];
  const visit = ({ id, callFrame, children }) => {
    nodes.push({ id, callFrame, children: children.map(child => child.id) });
    children.forEach(visit);
  };
  visit(profile.head);
  return {
    nodes,
    samples: profile.samples.map(({ nodeId }) => nodeId),
    timeDeltas: profile.samples.map(({ size }) => size),
  };
}

function add(map, key, value) {
  map.set(key, (map.get(key) ?? 0) + value);
}

function nameOf({ callFrame }) {
  const { functionName, url, lineNumber } = callFrame;
  return `${functionName || '(anonymous)'} ${shorten(url)}${
    url ? `:${lineNumber + 1}` : ''
  }`;
}

function shorten(url) {
  return url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/(plugins|packages)\//, '$1/');
}

/** What runs inside Node itself counts for whoever called it. */
function packageOf(node, parents, byId) {
  for (let at = node; at; at = byId.get(parents.get(at.id))) {
    const url = shorten(at.callFrame.url);
    if (url && !url.startsWith('node:')) {
      const [first, second, third] = url.split('/');
      if (first.startsWith('@')) {
        return `${first}/${second}`;
      }
      return ['plugins', 'packages'].includes(first)
        ? `${second}/${third === 'src' ? url.split('/')[3] : third}`
        : first;
    }
  }
  return node.callFrame.functionName || '(node)';
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , file, lines = '25'] = process.argv;
  const summary = summarizeProfile(file);
  process.stdout.write(
    `busy ${(summary.busy * 100).toFixed(0)} %, ${(summary.total / 1e6).toFixed(
      1,
    )} s or MB\n`,
  );
  for (const part of ['packages', 'self', 'withCalls']) {
    process.stdout.write(`\n${part}\n`);
    for (const { name, share } of summary[part].slice(0, Number(lines))) {
      process.stdout.write(
        `${(share * 100).toFixed(1).padStart(6)} %  ${name}\n`,
      );
    }
  }
}
