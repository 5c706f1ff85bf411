import { z } from 'zod';

const ScopesCursorSchema = z.object({
  scopes: z.array(z.string()),
  problems: z.array(z.string()),
});

/**
 * What is remembered between two observations of a cluster, so that what is not looked at any more can be taken back.
 * Resource versions are not: what they would resume is kept in memory only, so that a new observation lists anyway.
 *
 * @public
 */
export interface ScopesCursor {
  /** Scopes that were reported. */
  scopes: string[];
  /** Scopes of which a problem was told. */
  problems: string[];
}

/**
 * Reads a cursor; one that cannot be read is as good as none.
 *
 * @public
 */
export function readScopesCursor(cursor: string | undefined): ScopesCursor {
  try {
    return ScopesCursorSchema.parse(JSON.parse(cursor ?? ''));
  } catch {
    return { scopes: [], problems: [] };
  }
}

/**
 * Writes a cursor, the same for the same content.
 *
 * @public
 */
export function writeScopesCursor({ scopes, problems }: ScopesCursor): string {
  return JSON.stringify({
    scopes: [...scopes].sort(),
    problems: [...problems].sort(),
  });
}
