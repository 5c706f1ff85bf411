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
      page: withoutOwnTimes(page),
      changes: await portal.list<ChangeView>(name, 'changes'),
      runs: await portal.list<RunView>(name, 'runs'),
      history: await portal.list<HistoryEntry>(name, 'history'),
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

/** Waits until all sources are fresh and what is known does not change any more. */
export async function settled(
  portal: Portal,
  options: { timeoutMs: number; components: number },
): Promise<Knowledge> {
  let before = '';
  return until(
    `The rest of ${portal.name}`,
    async () => {
      const now = await knowledgeOf(portal);
      const text = JSON.stringify(now);
      const same = text === before;
      before = text;
      const waiting = Object.entries(now.sources).filter(
        ([, source]) => (source as { state: string }).state !== 'fresh',
      );
      if (waiting.length > 0) {
        throw new Error(`not fresh: ${waiting.map(([id]) => id).join(', ')}`);
      }
      if (Object.keys(now.entities).length < options.components) {
        throw new Error(
          `the catalog has ${Object.keys(now.entities).length} components`,
        );
      }
      return same && now;
    },
    { timeoutMs: options.timeoutMs, everyMs: 4000 },
  );
}

/** The ids that occur more than once. */
export function doubled(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
