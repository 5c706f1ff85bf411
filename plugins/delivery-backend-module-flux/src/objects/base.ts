import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { z } from 'zod';
import type { BaseFacts, Condition, Reference } from './facts';
import type { conditionsSchema, metadataSchema } from './schemas';

const MAX_CONDITIONS = 30;
const MAX_LABELS = 64;
const MESSAGE_LENGTH = 400;

type Metadata = z.infer<typeof metadataSchema>;

/** What is kept of every object. */
export function baseFacts(
  metadata: Metadata,
  spec: { suspend?: boolean | null } | null | undefined,
  status:
    | {
        conditions?: z.infer<typeof conditionsSchema>;
        observedGeneration?: number | null;
      }
    | null
    | undefined,
): BaseFacts {
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    ...(typeof metadata.generation === 'number' && {
      generation: metadata.generation,
    }),
    deleting: Boolean(metadata.deletionTimestamp),
    suspended: spec?.suspend ?? false,
    conditions: conditionsOf(status?.conditions),
    ...(typeof status?.observedGeneration === 'number' && {
      observedGeneration: status.observedGeneration,
    }),
  };
}

function conditionsOf(
  conditions: z.infer<typeof conditionsSchema>,
): Condition[] {
  return (conditions ?? []).slice(0, MAX_CONDITIONS).map(one => ({
    type: cleanMessage(one.type, 80) || 'unnamed',
    status: one.status,
    reason: cleanMessage(one.reason ?? '', 80),
    message: cleanMessage(one.message ?? '', MESSAGE_LENGTH),
    ...(typeof one.observedGeneration === 'number' && {
      observedGeneration: one.observedGeneration,
    }),
  }));
}

/** The condition of a type. */
export function conditionOf(
  { conditions }: Pick<BaseFacts, 'conditions'>,
  type: string,
): Condition | undefined {
  return conditions.find(condition => condition.type === type);
}

/** What a condition says, in words. */
export function wordsOf({ reason, message }: Condition): string {
  return [reason, message].filter(Boolean).join(': ') || 'no reason is given';
}

/** Labels, sorted by name; at most 64. */
export function sortedLabels(
  labels: Metadata['labels'],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels ?? {})
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .slice(0, MAX_LABELS),
  );
}

/** A reference, in the namespace of the object that has it unless it names one. */
export function referenceFrom(
  reference: { kind: string; name: string; namespace?: string | null },
  { namespace }: Metadata,
): Reference {
  return {
    kind: reference.kind,
    namespace: reference.namespace || namespace,
    name: reference.name,
  };
}

/** A folder as the suite writes it: from the root, without dots at its ends; `''` for the whole. */
export function folderOf(path: string | null | undefined): string {
  const kept: string[] = [];
  for (const part of (path ?? '').split('/')) {
    if (part === '..') {
      kept.pop();
    } else if (part !== '' && part !== '.') {
      kept.push(part);
    }
  }
  return kept.join('/');
}

/** A URL without what may be a password in it. A mere user name of SSH is none. */
export function urlWithoutPassword(url: string): string {
  return url
    .replace(/^(https?:\/\/)[^/@]*@/i, '$1')
    .replace(/^([a-z0-9+.-]+:\/\/[^/@:]*):[^/@]*@/i, '$1@');
}
