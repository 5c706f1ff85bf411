import { GraphQLError } from 'graphql';

/** How a connection is paged. */
export interface PagingArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** A page of a list as GraphQL has it; asks for a size, and refuses one above 100, as upstream. */
export function connection<S, T>(
  items: readonly S[],
  paging: PagingArguments,
  field: string,
  node: (item: S) => T,
  cursorOf: (index: number) => string = defaultCursor,
  indexOf: (cursor: string) => number = defaultIndex,
) {
  const size = paging.first ?? paging.last;
  if (size === null || size === undefined) {
    throw typed(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${field}\` connection.`,
    );
  }
  if (size < 0 || size > 100) {
    throw typed(
      'EXCESSIVE_PAGINATION',
      `Requesting ${size} records on the \`${field}\` connection exceeds the \`first\` limit of 100 records.`,
    );
  }
  const after = paging.after ? indexOf(paging.after) + 1 : 0;
  const before = paging.before ? indexOf(paging.before) : items.length;
  const fromEnd = paging.first === null || paging.first === undefined;
  const start = fromEnd ? Math.max(after, before - size) : after;
  const end = fromEnd ? before : Math.min(before, after + size);
  const chosen = items.slice(start, end);
  return {
    totalCount: items.length,
    nodes: () => chosen.map(node),
    edges: () =>
      chosen.map((item, index) => ({
        cursor: cursorOf(start + index),
        node: node(item),
      })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: chosen.length > 0 ? cursorOf(start) : null,
      endCursor: chosen.length > 0 ? cursorOf(end - 1) : null,
    },
  };
}

/** An error with the vendor's `type` beside its message. */
export function typed(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

function defaultCursor(index: number): string {
  return Buffer.from(`cursor:v2:${index}`).toString('base64');
}

function defaultIndex(cursor: string): number {
  const index = Number(
    Buffer.from(cursor, 'base64').toString().split(':').pop(),
  );
  if (!Number.isInteger(index)) {
    throw typed(
      'INVALID_CURSOR_ARGUMENTS',
      `\`${cursor}\` does not appear to be a valid cursor.`,
    );
  }
  return index;
}
