import { z } from 'zod';

/**
 * What is remembered between two observations, so that what is not looked at any more can be taken back. Resource
 * versions are not: what they would resume is kept in memory only.
 */
export interface FluxCursor {
  /** Scopes that were reported. */
  scopes: string[];
  /** Scopes of which a problem was told. */
  problems: string[];
}

const schema = z.object({
  scopes: z.array(z.string()),
  problems: z.array(z.string()),
});

/** Reads a cursor; one that cannot be read is as good as none. */
export function readCursor(cursor: string | undefined): FluxCursor {
  try {
    return schema.parse(JSON.parse(cursor ?? ''));
  } catch {
    return { scopes: [], problems: [] };
  }
}

/** Writes a cursor, the same for the same content. */
export function writeCursor({ scopes, problems }: FluxCursor): string {
  return JSON.stringify({
    scopes: [...scopes].sort(),
    problems: [...problems].sort(),
  });
}
