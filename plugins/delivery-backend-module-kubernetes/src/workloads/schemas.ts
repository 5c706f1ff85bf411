import { z } from 'zod';

const text = z.string().max(100_000);

/** A time; what is none is as good as absent. */
export const time = z.iso.datetime({ offset: true }).nullish().catch(undefined);

/** What of an object's metadata is looked at. */
export const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1),
  uid: z.string().min(1),
  generation: z.number().optional(),
  creationTimestamp: time,
  deletionTimestamp: z.string().nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
  annotations: z.record(z.string(), text).nullish(),
  ownerReferences: z
    .array(
      z.object({
        kind: z.string(),
        name: z.string(),
        uid: z.string(),
        controller: z.boolean().optional(),
      }),
    )
    .nullish(),
});

/** What of an object's metadata is looked at. */
export type Metadata = z.infer<typeof metadataSchema>;

/** What of a pod template is looked at. */
export const templateSchema = z.object({
  spec: z.object({
    containers: z.array(
      z.object({ name: z.string(), image: z.string().optional() }),
    ),
  }),
});

/** A condition of a status. */
export const conditionsSchema = z
  .array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string().optional(),
      message: z.string().optional(),
      lastUpdateTime: time,
      lastTransitionTime: time,
    }),
  )
  .nullish();

/** The conditions of a status. */
export type Conditions = z.infer<typeof conditionsSchema>;

/** A count: absent where it is zero, as the API leaves zeros out. */
export const count = z.number().int().nonnegative().nullish();

/** The condition of a type. */
export function conditionOf(conditions: Conditions, type: string) {
  return conditions?.find(condition => condition.type === type);
}

/** The owner that controls an object. */
export function controllerOf(metadata: Metadata) {
  return metadata.ownerReferences?.find(owner => owner.controller);
}
