import { z } from 'zod';
import type { RepositoryCall } from '../api/RepositoryCall';

/** Times that are told in whole seconds leave this much doubt. */
export const DOUBT_MS = 3_000;

const User = z.object({ login: z.string().min(1) });

/** As whom the portal acts, and how late it is there. */
export interface Me {
  /** Undefined where the token may not ask. */
  login?: string;
  /** Milliseconds since 1970, by the host's clock. */
  now: number;
}

/** @throws SourceFailure */
export async function whoAmI({
  client,
  name,
  signal,
}: RepositoryCall): Promise<Me> {
  const { json, now = Date.now() } = await client.call(
    name,
    {
      asked: 'ask whose the token is',
      path: ['user'],
      scope: 'read:user',
      accept: [403, 404],
    },
    signal,
  );
  const { data } = User.safeParse(json);
  return { ...(data ? { login: data.login } : {}), now };
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

/** Whether two logins are one: Gitea takes them for the same whatever their case. */
export function isSameLogin(
  a: string | null | undefined,
  b: string | undefined,
): boolean {
  return (
    a?.toLocaleLowerCase('en-US') === b?.toLocaleLowerCase('en-US') &&
    b !== undefined
  );
}
