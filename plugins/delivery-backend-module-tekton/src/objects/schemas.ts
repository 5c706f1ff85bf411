import { z } from 'zod';

/** A time; what is none is as good as absent. */
export const time = z.iso.datetime({ offset: true }).nullish().catch(undefined);

const labels = z.record(z.string(), z.string()).nullish();

/** A value of a parameter or result: a text, a list or an object of texts. */
const value = z.union([
  z.string(),
  z.array(z.string()),
  z.record(z.string(), z.string()),
]);

/** Parameters and results; one that is not as it should be is left out. */
export const namedValues = z
  .array(z.object({ name: z.string(), value }).nullable().catch(null))
  .nullish()
  .transform(list => (list ?? []).filter(one => one !== null));

/** Named values of a run. */
export type NamedValues = z.infer<typeof namedValues>;

/** What of an object's metadata is looked at. */
export const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1),
  generateName: z.string().nullish(),
  creationTimestamp: z.iso.datetime({ offset: true }),
  labels,
  annotations: labels,
  ownerReferences: z
    .array(z.object({ kind: z.string(), name: z.string() }))
    .nullish(),
});

/** What of an object's metadata is looked at. */
export type Metadata = z.infer<typeof metadataSchema>;

/** The conditions of a status; the one called `Succeeded` is what a run has for a state. */
export const conditionsSchema = z
  .array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string().nullish(),
      message: z.string().nullish(),
    }),
  )
  .nullish();

/** The conditions of a status. */
export type Conditions = z.infer<typeof conditionsSchema>;
