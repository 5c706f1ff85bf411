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
  .object({ login: z.string().nullish(), full_name: z.string().nullish() })
  .nullish();

/** Users that the host itself acts by. */
const BOTS = ['gitea-actions', 'forgejo-actions', 'Ghost'];

/** Somebody as an actor. */
export function userOf(user: z.infer<typeof person>) {
  return actorOf(
    user?.login,
    user?.full_name,
    BOTS.includes(user?.login ?? ''),
  );
}

/** The number of what could not be read, where at least that can be. */
export function idOf(node: unknown, key = 'id'): number | undefined {
  const id = (node as Record<string, unknown> | null | undefined)?.[key];
  return typeof id === 'number' && Number.isInteger(id) && id > 0
    ? id
    : undefined;
}
