import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform(value => value || undefined);
const items = z
  .array(z.unknown())
  .nullish()
  .transform(value => value ?? []);

export const resourceTreeSchema = z.object({ nodes: items });
export const treeNodeSchema = z.object({
  group: text,
  kind: z.string().min(1),
  namespace: text,
  name: z.string().min(1),
  uid: text,
  parentRefs: z
    .array(z.object({ uid: text }))
    .nullish()
    .transform(value => value ?? []),
  health: z
    .object({ status: text, message: text })
    .nullish()
    .transform(value => value ?? undefined),
});
export type TreeNode = z.output<typeof treeNodeSchema>;

export const managedResourcesSchema = z.object({ items });
export const managedResourceSchema = z.object({
  group: text,
  kind: z.string().min(1),
  namespace: text,
  name: z.string().min(1),
  hook: z.boolean().nullish(),
  modified: z.boolean().nullish(),
  targetState: text,
  liveState: text,
  normalizedLiveState: text,
  predictedLiveState: text,
});

export const eventListSchema = z.object({ items });
export const eventSchema = z.object({
  type: text,
  reason: text,
  message: text,
  count: z.number().nullish(),
  lastTimestamp: text,
  eventTime: text,
  involvedObject: z
    .object({ kind: text, name: text })
    .nullish()
    .transform(value => value ?? undefined),
});

/** What can be read of a list, item by item: one that cannot be read costs itself only. */
export function readable<T>(
  values: readonly unknown[],
  schema: z.ZodType<T>,
): T[] {
  return values.flatMap(value => {
    const parsed = schema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
}
