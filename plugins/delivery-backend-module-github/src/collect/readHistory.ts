import { z } from 'zod';
import type { Observation } from '@throughline/plugin-delivery-node';
import { HISTORY, HISTORY_COST, pathHistory } from '../graphql/fragments';
import { DefaultBranch, PathPages, type Page } from '../graphql/schemas';
import { readGraphqlCommit, type BareCommit } from '../map/readCommit';
import type { ReadResult } from '../map/ReadResult';
import { isoTime } from '../map/text';
import { askAlone } from './askAlone';
import type { RepositoryPass } from './RepositoryPass';

const Touching = z.object({ oid: z.string(), committedDate: z.string() });

const PATHS_PER_QUERY = 40;
/** A path with more pages than this is asked for no further; the window ends sooner. */
const MAX_PATH_PAGES = 50;

/** A part of the default branch's history, newest first. */
export interface HistoryPage {
  results: ReadResult<BareCommit>[];
  after?: string;
}

/** Reads a page's commits. */
export function historyPage(
  pass: RepositoryPass,
  page: Page | undefined,
): HistoryPage {
  const after = page?.pageInfo?.hasNextPage
    ? page.pageInfo.endCursor ?? undefined
    : undefined;
  return {
    results: (page?.nodes ?? []).map(node =>
      readGraphqlCommit(pass.name.identity, node),
    ),
    ...(after ? { after } : {}),
  };
}

/** Asks for a page of history. */
export async function askHistory(
  pass: RepositoryPass,
  after: string | undefined,
): Promise<HistoryPage> {
  const { defaultBranchRef } = await askAlone(
    pass,
    {
      operation: 'history',
      fragments: HISTORY,
      declarations: '$after: String',
      variables: { after: after ?? null },
      cost: HISTORY_COST,
    },
    DefaultBranch,
  );
  return historyPage(pass, defaultBranchRef?.target?.history);
}

/**
 * Which commits touch each path; merges are left out by the upstream.
 *
 * @param oldest - the date of the last commit that matters
 */
export async function askTouched(
  pass: RepositoryPass,
  paths: readonly string[],
  oldest: string,
): Promise<Map<string, Set<string>>> {
  const touched = new Map<string, Set<string>>();
  let open = paths.map(path => ({ path, after: null as string | null }));
  for (let page = 0; open.length > 0 && page < MAX_PATH_PAGES; page += 1) {
    const further: typeof open = [];
    for (let from = 0; from < open.length; from += PATHS_PER_QUERY) {
      const asked = open.slice(from, from + PATHS_PER_QUERY);
      const { defaultBranchRef } = await askAlone(
        pass,
        {
          operation: 'paths',
          fragments: pathHistory(asked.length),
          declarations: asked
            .map((_, index) => `$p${index}: String, $a${index}: String`)
            .join(', '),
          variables: Object.fromEntries(
            asked.flatMap(({ path, after }, index) => [
              [`p${index}`, path],
              [`a${index}`, after],
            ]),
          ),
          cost: asked.length,
        },
        PathPages,
      );
      asked.forEach(({ path }, index) => {
        const answer = defaultBranchRef?.target?.[`p${index}`];
        let last = '';
        for (const node of answer?.nodes ?? []) {
          const { data } = Touching.safeParse(node);
          if (data) {
            last = isoTime(data.committedDate) ?? '';
            touched.set(
              data.oid,
              (touched.get(data.oid) ?? new Set()).add(path),
            );
          }
        }
        const end = answer?.pageInfo;
        if (end?.hasNextPage && end.endCursor && last >= oldest) {
          further.push({ path, after: end.endCursor });
        }
      });
    }
    open = further;
  }
  return touched;
}

/** What of a page could not be read. */
export function malformedOf(
  scope: string,
  results: readonly ReadResult<BareCommit>[],
): Observation[] {
  return results.flatMap(result =>
    result.type === 'malformed'
      ? [
          {
            type: 'malformed' as const,
            scope,
            item: {
              kind: result.kind,
              ...(result.key ? { key: result.key } : {}),
              description: result.description,
            },
            reason: result.reason,
          },
        ]
      : [],
  );
}
