import { cleanMessage } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type {
  ObjectIdentity,
  Projection,
  ResourceEvent,
} from './ResourceEvent';

const metadataSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional().catch(undefined),
    uid: z.string().optional().catch(undefined),
    resourceVersion: z.string().optional().catch(undefined),
  }),
});

/**
 * The identity of an object and its resource version, as far as it has them.
 *
 * @public
 */
export function identityOf(
  object: unknown,
): { identity: ObjectIdentity; resourceVersion?: string } | undefined {
  const parsed = metadataSchema.safeParse(object);
  if (!parsed.success) {
    return undefined;
  }
  const { resourceVersion, ...identity } = parsed.data.metadata;
  return { identity, resourceVersion };
}

/** Applies the projection to one object, whose failure costs that object only. */
export function projectObject<T>(
  object: unknown,
  project: Projection<T>,
): ResourceEvent<T> | undefined {
  let reason: string;
  try {
    const item = project(object);
    if (item !== undefined) {
      return { type: 'applied', item };
    }
    const known = identityOf(object);
    return known && { type: 'removed', object: known.identity };
  } catch (error) {
    reason = describe(error);
  }
  return { type: 'malformed', object: identityOf(object)?.identity, reason };
}

function describe(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return cleanMessage(
      `${issue.path.join('.') || 'the object'}: ${issue.message}`,
      200,
    );
  }
  return cleanMessage((error as Error).message, 200);
}
