import { z } from 'zod';
import {
  cleanMessage,
  type Observation,
} from '@throughline/plugin-delivery-node';
import {
  applicationIdentitySchema,
  applicationSchema,
  type Application,
} from '../api/schemas';
import { keyOf } from '../mapping';

/** The one scope of an instance. */
export const SCOPE = 'applications';

/** An application, or what to say of one that cannot be read. */
export type ReadApplication =
  | { key: string; application: Application }
  | {
      key?: string;
      application?: undefined;
      malformed: Extract<Observation, { type: 'malformed' }>;
    };

/** Reads an application; what is wrong with one costs that one only. */
export function readApplication(value: unknown): ReadApplication {
  const parsed = applicationSchema.safeParse(value);
  if (parsed.success) {
    return { key: keyOf(parsed.data.metadata), application: parsed.data };
  }
  const identity = applicationIdentitySchema.safeParse(value);
  const key = identity.success ? keyOf(identity.data.metadata) : undefined;
  return unreadable(key, reasonOf(parsed.error));
}

/** What to say of an application that is there and cannot be read. */
export function unreadable(
  key: string | undefined,
  reason: string,
): ReadApplication {
  return {
    ...(key ? { key } : {}),
    malformed: {
      type: 'malformed',
      scope: SCOPE,
      item: {
        kind: 'target',
        ...(key ? { key } : {}),
        description: key ? `Application ${key}` : 'An application with no name',
      },
      reason,
    },
  };
}

function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return cleanMessage(`${issue.path.join('.') || 'it'}: ${issue.message}`, 200);
}
