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
  const seen = new Set<string>();
  let reads = 0;
  for (const { sha, ref } of pass.changed) {
    if (!sha || seen.has(sha)) {
      continue;
    }
    seen.add(sha);
    const key = `${pass.identity}@${sha}`;
    const known = pass.memory.commits.get(key);
    if (known) {
      const checks = pass.memory.checksOf(key);
      if (JSON.stringify(checks) !== JSON.stringify(known.checks)) {
        const item = { ...known, ...(checks ? { checks } : {}) };
        pass.memory.commits.set(key, item);
        items.push(item);
      }
    } else if (ref === pass.defaultBranch && reads < MAX_READ) {
      reads += 1;
      const item = await readOne(pass, sha);
      items.push(...(item ? [item] : []));
    }
  }
  yield* tellItems(scopeOf(pass, 'commits'), items);
}
