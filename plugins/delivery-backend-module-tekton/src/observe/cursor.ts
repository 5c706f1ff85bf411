import { z } from 'zod';

/**
 * What is remembered between two observations: scopes that may hold something, and those that could not be observed,
 * so that both can be ended when they are looked at no more.
 */
export interface TektonCursor {
  scopes: string[];
  refused: string[];
}

const schema = z.object({
  scopes: z.array(z.string()),
  refused: z.array(z.string()),
});

/** Reads a cursor; one that cannot be read is as good as none. */
export function readCursor(cursor: string | undefined): TektonCursor {
  try {
    return schema.parse(JSON.parse(cursor ?? ''));
  } catch {
    return { scopes: [], refused: [] };
  }
}

/** Writes a cursor. */
export function writeCursor({ scopes, refused }: TektonCursor): string {
  return JSON.stringify({
    scopes: [...scopes].sort(),
    refused: [...refused].sort(),
  });
}
