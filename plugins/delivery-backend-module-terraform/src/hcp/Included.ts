import type { z } from 'zod';
import { Named } from './schemas';

type Pointer =
  | { data?: { id: string; type: string } | null }
  | null
  | undefined;

/** The objects that come along with an answer, to be found by what points to them. */
export class Included {
  readonly #objects = new Map<string, unknown>();

  constructor(objects: readonly unknown[]) {
    for (const object of objects) {
      const named = Named.safeParse(object).data;
      if (named) {
        this.#objects.set(`${named.type}/${named.id}`, object);
      }
    }
  }

  /** The object that is pointed to; undefined where it did not come along or is not in its form. */
  find<T>(schema: z.ZodType<T>, pointer: Pointer): T | undefined {
    const { type, id } = pointer?.data ?? {};
    return schema.safeParse(this.#objects.get(`${type}/${id}`)).data;
  }
}
