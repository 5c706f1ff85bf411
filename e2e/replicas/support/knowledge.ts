import { isDeepStrictEqual } from 'node:util';
import type {
  ChangeView,
  EntityDelivery,
  HistoryEntry,
  RunView,
} from '@throughline/plugin-delivery-common';
import type { Portal } from './Portal';
import { until } from './until';

/** All that a portal knows and shows, but for the times of its own. */
export interface Knowledge {
  sources: Record<string, unknown>;
  entities: Record<
    string,
    {
      page: unknown;
      changes: unknown[];
      runs: unknown[];
      history: unknown[];
    }
  >;
}

/** Asks a portal for everything. */
export async function knowledgeOf(portal: Portal): Promise<Knowledge> {
  const sources = await portal.sources();
  const entities: Knowledge['entities'] = {};
  for (const name of await portal.components()) {
    const { channel: _, ...page } = await portal.page(name);
    entities[name] = {
      page: withoutOwnTimes({
        ...page,
        history: {
          ...page.history,
          items: page.history.items.map(withoutMovingRevision),
        },
      }),
      changes: await portal.list<ChangeView>(name, 'changes'),
      runs: await portal.list<RunView>(name, 'runs'),
      history: (await portal.list<HistoryEntry>(name, 'history')).map(
        withoutMovingRevision,
      ),
    };
  }
  return {
    sources: Object.fromEntries(
      sources.map(({ id, counts, state, malformedCount, problems }) => [
        id,
        {
          counts,
          state,
          malformedCount,
          problems: problems.map(({ scope }) => scope).sort(),
        },
      ]),
    ),
    entities,
  };
}

/** When a source answered last is another moment in each portal. */
function withoutOwnTimes(page: Omit<EntityDelivery, 'channel'>): unknown {
  return {
    ...page,
    sources: page.sources.map(({ lastSuccessAt: _, ...source }) => source),
  };
}

/**
 * Flux gives a snapshot the newest revision that has the same content. A deployment is kept as it was seen first, so
 * whoever came after the next reconciliation has another revision of it; what it brought must be the same all the same.
 */
function withoutMovingRevision(entry: HistoryEntry): HistoryEntry {
  return entry.type === 'deployment' && entry.sourceId.startsWith('flux:')
    ? { ...entry, revisions: [] }
    : entry;
}

/** Waits until all sources are fresh and what is known does not change any more. */
export async function settled(
  portal: Portal,
  options: { timeoutMs: number; components: number },
): Promise<Knowledge> {
  let before = '';
  return until(
    `The rest of ${portal.name}`,
    async () => {
      const waiting = (await portal.sources()).filter(
        ({ state }) => state !== 'fresh',
      );
      if (waiting.length > 0) {
        throw new Error(`not fresh: ${waiting.map(({ id }) => id).join(', ')}`);
      }
      const now = await knowledgeOf(portal);
      const known = Object.keys(now.entities).length;
      if (known < options.components) {
        throw new Error(`the catalog has ${known} components`);
      }
      const text = JSON.stringify(now);
      const same = text === before;
      before = text;
      return same && now;
    },
    { timeoutMs: options.timeoutMs, everyMs: 3000 },
  );
}

/** The ids that occur more than once. */
export function doubled(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

const MOST_DIFFERENCES = 20;

/** Where two values differ, and how; the first of many. */
export function differences(
  expected: unknown,
  found: unknown,
  path = '',
): string[] {
  if (isDeepStrictEqual(expected, found)) {
    return [];
  }
  if (!isObject(expected) || !isObject(found)) {
    return [`${path}: ${brief(expected)} became ${brief(found)}`];
  }
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    .flatMap(key => differences(expected[key], found[key], `${path}/${key}`))
    .slice(0, MOST_DIFFERENCES);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function brief(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 120);
}
