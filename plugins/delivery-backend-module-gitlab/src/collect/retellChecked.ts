import {
  tellItems,
  type CommitItem,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { readOne } from './collectRevisions';
import { scopeOf, type ProjectPass } from './ProjectPass';

/** So many commits that were told before the last restart are read again in one look. */
const MAX_READ = 10;

/** Tells those commits again whose pipelines changed what is to be said of them. */
export async function* retellChecked(
  pass: ProjectPass,
): AsyncGenerator<Observation> {
  const items: CommitItem[] = [];
  let reads = 0;
  for (const [sha, refs] of refsBySha(pass)) {
    const known = pass.memory.commits.get(`${pass.identity}@${sha}`);
    if (known) {
      const item = withChecks(pass, known);
      items.push(...(item ? [item] : []));
    } else if (
      (sha === pass.head || refs.has(pass.defaultBranch)) &&
      reads < MAX_READ
    ) {
      reads += 1;
      const item = await readOne(pass, sha);
      items.push(...(item ? [item] : []));
    }
  }
  yield* tellItems(scopeOf(pass, 'commits'), items);
}

function refsBySha(pass: ProjectPass): Map<string, Set<string | undefined>> {
  const refs = new Map<string, Set<string | undefined>>();
  for (const { sha, ref } of pass.changed) {
    if (sha) {
      refs.set(sha, (refs.get(sha) ?? new Set()).add(ref));
    }
  }
  return refs;
}

function withChecks(
  pass: ProjectPass,
  known: CommitItem,
): CommitItem | undefined {
  const checks = pass.memory.checksOf(known.key);
  if (JSON.stringify(checks) === JSON.stringify(known.checks)) {
    return undefined;
  }
  const item = { ...known, ...(checks ? { checks } : {}) };
  pass.memory.commits.set(known.key, item);
  return item;
}
