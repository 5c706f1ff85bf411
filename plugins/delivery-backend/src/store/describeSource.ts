import type {
  SourceDetails,
  SourceState as Freshness,
} from '@throughline/plugin-delivery-common';
import type { SourceRow } from './rows';
import { MAX_MALFORMED, parseSourceRow, type SourceState } from './sourceState';
import type { ConfiguredSource } from './SourceStore';

/** Puts together what pages show of a source. Its freshness is a matter of the time at which one looks. */
export function describeSource(
  source: ConfiguredSource,
  found: {
    row: SourceRow | undefined;
    counts: Record<string, number>;
    holder: string | undefined;
    now: number;
    configuredAt: number;
  },
): SourceDetails {
  const state = parseSourceRow(found.row);
  const malformed = Object.values(state.malformed);
  const error = source.unavailable
    ? {
        kind: 'configuration' as const,
        message: source.unavailable,
        since: found.configuredAt,
      }
    : state.error;
  return {
    id: source.id,
    system: source.system,
    title: source.title,
    ...(source.url ? { url: source.url } : {}),
    state: freshness(source, state, found.now),
    ...(state.lastSuccessAt ? { lastSuccessAt: iso(state.lastSuccessAt) } : {}),
    ...(error ? { error: { ...error, since: iso(error.since) } } : {}),
    strategy: source.strategy,
    counts: found.counts,
    malformed: malformed
      .flatMap(({ items }) => items)
      .sort((a, b) => b.at - a.at)
      .slice(0, MAX_MALFORMED)
      .map(({ key, reason, at }) => ({ key, reason, at: iso(at) })),
    malformedCount: malformed.reduce((sum, { count }) => sum + count, 0),
    problems: Object.entries(state.problems).map(
      ([scope, { reason, since }]) => ({ scope, reason, since: iso(since) }),
    ),
    ...(state.budget ? { budget: state.budget } : {}),
    ...(found.holder ? { holder: found.holder } : {}),
  };
}

function freshness(
  source: ConfiguredSource,
  state: SourceState,
  now: number,
): Freshness {
  if (source.unavailable) {
    return 'unavailable';
  }
  if (state.lastSuccessAt === undefined) {
    return 'pending';
  }
  const silent = now - state.lastSuccessAt > source.staleAfterMs;
  const failing =
    state.error && now - state.error.since > source.failingAfterMs;
  return silent || failing ? 'stale' : 'fresh';
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
