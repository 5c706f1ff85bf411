import { z } from 'zod';

/** A time; what is none is as good as absent. */
export const time = z.iso
  .datetime({ offset: true })
  .optional()
  .catch(undefined)
  .transform(text => (text ? new Date(text).toISOString() : undefined));

/** A text that may be absent; what is none is as good as absent. */
export const looseText = z.string().optional().catch(undefined);

/** A text that may be absent, and not of another type. */
export const optionalText = z.string().nullish();

/** What of an object's metadata is looked at. */
export const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1),
  generation: z.number().nullish(),
  deletionTimestamp: optionalText,
  labels: z.record(z.string(), z.string()).nullish(),
  annotations: z.record(z.string(), z.string()).nullish(),
});

/** A condition, as all kinds have it. */
export const conditionSchema = z.object({
  type: z.string().min(1),
  status: z.string(),
  reason: optionalText,
  message: optionalText,
  observedGeneration: z.number().nullish(),
});

/** The conditions of a status; one that cannot be read makes the whole object unreadable, as it may be the bad one. */
export const conditionsSchema = z.array(conditionSchema).nullish();

/** What the statuses of all kinds have in common. */
export const baseStatus = {
  conditions: conditionsSchema,
  observedGeneration: z.number().nullish(),
};

/** A reference to another object. */
export const referenceSchema = z.object({
  kind: z.string().min(1),
  name: z.string().min(1),
  namespace: optionalText,
});

/** What an object has applied. */
export const inventorySchema = z
  .object({
    entries: z.array(z.object({ id: z.string() })).nullish(),
  })
  .nullish();
