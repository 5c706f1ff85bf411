import { z } from 'zod';
import type { ProjectCall } from '../api/ProjectCall';

/** A clock that tells no more than seconds leaves this much doubt. */
const DOUBT_MS = 3_000;

const User = z.object({ username: z.string().min(1) });

/** As whom the portal acts, and how late it is there. */
export interface Me {
  /** Undefined where the host does not tell, as with tokens of applications. */
  username?: string;
  /** Milliseconds since 1970, by the host's clock. */
  now: number;
}

/** @throws SourceFailure */
export async function whoAmI({ client, signal }: ProjectCall): Promise<Me> {
  const { json, now = Date.now() } = await client.whoAmI(signal);
  const { data } = User.safeParse(json);
  return { ...(data ? { username: data.username } : {}), now };
}

/**
 * A moment of the portal's clock by the host's, early rather than late.
 *
 * @returns milliseconds since 1970; -Infinity where none is given
 */
export function sinceThere(since: string | undefined, { now }: Me): number {
  return since === undefined
    ? -Infinity
    : Date.parse(since) + (now - Date.now()) - DOUBT_MS;
}
