import {
  readItems,
  tellItems,
  tellMalformed,
  type Observation,
  type PullRequestItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import { readMergeRequest } from '../map/readMergeRequest';
import { advance, isNews } from '../source/Watermark';
import { hidden } from './hidden';
import { projectPath, scopeOf, type ProjectPass } from './ProjectPass';
import { readTrains, type Trains } from './readTrains';

const MAX_PAGES = 5;
/** Of so many open ones, the pipelines are asked for in one look; the rest has its turn at the next. */
const MAX_CHECKS = 30;
const DIGITS = 10;

/**
 * Tells the merge requests that changed since the last look, or whose pipeline or place in a merge train did; at first
 * the open ones and those of the window. Merge requests do not vanish upstream, so there is no listing.
 */
export async function* collectPulls(
  pass: ProjectPass,
): AsyncGenerator<Observation> {
  const scope = scopeOf(pass, 'pulls');
  const before = pass.state.pulls;
  const results = (await readChanged(pass)).filter(
    result =>
      result.type === 'malformed' ||
      isNews(before?.mark, changeOf(result.item)),
  );
  const changed = readItems(results);
  const open = new Map(Object.entries(before?.open ?? {}));
  for (const { number, state, headSha } of changed) {
    if (state === 'open') {
      open.set(String(number), (headSha ?? '').slice(0, DIGITS));
    } else {
      open.delete(String(number));
    }
  }
  const trains = await readTrains(pass, open.size > 0);
  const asking = [...toCheck(pass, changed, open, trains)].sort(
    (a, b) => b - a,
  );
  const asked = asking.slice(0, MAX_CHECKS);
  const checked = await readChecked(pass, asked);
  const isChecked = new Set(checked.map(({ number }) => number));
  const items = [
    ...changed.filter(({ number }) => !isChecked.has(number)),
    ...checked,
  ].map(item => withPlace(item, trains));
  yield* tellItems(scope, items);
  yield* tellMalformed(scope, results);
  for (const { number, state } of checked) {
    if (state !== 'open') {
      open.delete(String(number));
    }
  }
  pass.state.pulls = {
    mark: advance(before?.mark, changed.map(changeOf)),
    open: Object.fromEntries(open),
    unchecked: asking.slice(MAX_CHECKS),
    trains: trains.mark,
    waiting: [...trains.places.keys()].sort((a, b) => a - b),
  };
}

function changeOf({ number, updatedAt }: PullRequestItem) {
  return { id: number, updatedAt };
}

async function readChanged(
  pass: ProjectPass,
): Promise<ReadResult<PullRequestItem>[]> {
  const start = new Date(Date.now() - pass.history.windowMs).toISOString();
  const path = projectPath(pass, 'merge_requests');
  const read = async (query: Record<string, string>) => {
    const list = await pass.client.list(
      'merge requests',
      path,
      { order_by: 'updated_at', ...query },
      MAX_PAGES,
    );
    if (!list) {
      throw hidden('its merge requests');
    }
    return list.items.map(node => readMergeRequest(pass.identity, node));
  };
  const before = pass.state.pulls;
  if (before) {
    return read({ sort: 'asc', updated_after: before.mark?.until ?? start });
  }
  const recent = await read({ sort: 'desc', updated_after: start });
  const known = new Set(readItems(recent).map(({ number }) => number));
  const open = await read({ sort: 'desc', state: 'opened' });
  return [
    ...recent,
    ...open.filter(
      result => result.type === 'item' && !known.has(result.item.number),
    ),
  ];
}

/** The open ones of which something changed that a list does not tell. */
function toCheck(
  pass: ProjectPass,
  changed: readonly PullRequestItem[],
  open: ReadonlyMap<string, string>,
  trains: Trains,
): Set<number> {
  const asking = new Set<number>(pass.state.pulls?.unchecked);
  changed.forEach(({ number }) => asking.add(number));
  for (const { mergeRequest, sha } of pass.changed) {
    if (mergeRequest) {
      asking.add(mergeRequest);
    }
    for (const [number, head] of open) {
      if (sha && sha.slice(0, DIGITS) === head) {
        asking.add(Number(number));
      }
    }
  }
  if (trains.changed) {
    pass.state.pulls?.waiting.forEach(number => asking.add(number));
    [...trains.places.keys()].forEach(number => asking.add(number));
  }
  return new Set([...asking].filter(number => open.has(String(number))));
}

async function readChecked(
  pass: ProjectPass,
  numbers: readonly number[],
): Promise<PullRequestItem[]> {
  const items: PullRequestItem[] = [];
  for (const number of numbers) {
    const answer = await pass.client.get(
      'merge request',
      projectPath(pass, 'merge_requests', String(number)),
    );
    if (answer.type === 'ok') {
      items.push(...readItems([readMergeRequest(pass.identity, answer.json)]));
    }
  }
  return items;
}

function withPlace(item: PullRequestItem, trains: Trains): PullRequestItem {
  const place =
    item.state === 'open' ? trains.places.get(item.number) : undefined;
  return place ? { ...item, mergeQueue: place } : item;
}
