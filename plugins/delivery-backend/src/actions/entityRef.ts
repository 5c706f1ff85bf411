import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { z as Zod } from 'zod/v3';

/** The input that names the entity. */
export const entityRefInput = (z: typeof Zod) =>
  z
    .string()
    .min(1)
    .max(400)
    .describe(
      'The entity of the catalog, as kind:namespace/name. Of a component, its name alone will do, such as "checkout".',
    );

/** @throws InputError where the text names no entity */
export function readEntityRef(text: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(text, {
        defaultKind: 'component',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    throw new InputError(
      `'${text}' is no entity ref. Write it as kind:namespace/name.`,
    );
  }
}
