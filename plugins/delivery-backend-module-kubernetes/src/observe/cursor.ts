import { z } from 'zod';

/**
 * What is remembered between two observations. Resource versions are not: what they would resume is kept in memory
 * only, so that a new observation lists anyway.
 */
export interface ClusterCursor {
  /** Scopes that were reported. */
  scopes: string[];
  /** Scopes that could not be observed. */
  refused: string[];
}

const schema = z.object({
  scopes: z.array(z.string()),
  refused: z.array(z.string()),
});

/** Reads a cursor; one that cannot be read is as good as none. */
export function readCursor(cursor: string | undefined): ClusterCursor {
  try {
    return schema.parse(JSON.parse(cursor ?? ''));
  } catch {
    return { scopes: [], refused: [] };
  }
}

/** Writes a cursor. */
export function writeCursor(cursor: ClusterCursor): string {
  return JSON.stringify({
    scopes: [...cursor.scopes].sort(),
    refused: [...cursor.refused].sort(),
  });
}
