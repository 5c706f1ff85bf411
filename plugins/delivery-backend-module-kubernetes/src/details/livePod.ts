import { z } from 'zod';

const stateSchema = z
  .object({
    waiting: z.object({ reason: z.string().optional() }).nullish(),
    terminated: z.object({ reason: z.string().optional() }).nullish(),
  })
  .nullish();

const statusesSchema = z
  .array(
    z.object({
      name: z.string(),
      ready: z.boolean().optional(),
      restartCount: z.number().optional(),
      state: stateSchema,
    }),
  )
  .nullish();

/** What of a pod is shown. */
export const livePodSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    creationTimestamp: z.string().nullish(),
    deletionTimestamp: z.string().nullish(),
    ownerReferences: z
      .array(
        z.object({
          kind: z.string(),
          name: z.string(),
          controller: z.boolean().optional(),
        }),
      )
      .nullish(),
  }),
  spec: z.object({
    containers: z.array(
      z.object({ name: z.string(), image: z.string().optional() }),
    ),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      reason: z.string().optional(),
      startTime: z.string().nullish(),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
          }),
        )
        .nullish(),
      containerStatuses: statusesSchema,
      initContainerStatuses: statusesSchema,
    })
    .optional(),
});

/** What of a pod is shown. */
export type LivePod = z.infer<typeof livePodSchema>;
