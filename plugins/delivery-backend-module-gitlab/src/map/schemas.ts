import { z } from 'zod';
import { actorOf, isoTime } from '@throughline/plugin-delivery-node';

/** All digits of a commit. */
export const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** A moment. */
export const moment = z
  .string()
  .refine(text => isoTime(text) !== undefined, 'no date');

/** Somebody. */
export const person = z
  .object({ username: z.string().nullish(), name: z.string().nullish() })
  .nullish();

/** Tokens of projects and groups act by users of their own. */
const BOT = /^(project|group)_\d+_bot/;

/** Somebody as an actor. */
export function userOf(user: z.infer<typeof person>) {
  return actorOf(
    user?.username,
    user?.name,
    BOT.test(user?.username ?? '') || user?.username === 'ghost',
  );
}

/** The number of what could not be read, where at least that can be. */
export function idOf(node: unknown, key = 'id'): number | undefined {
  const id = (node as Record<string, unknown> | null | undefined)?.[key];
  return typeof id === 'number' && Number.isInteger(id) && id > 0
    ? id
    : undefined;
}
