import { z } from 'zod';

/**
 * What is read of Argo CD's answers. Go writes null for what is empty, leaves out what is absent and writes empty
 * text for what was never set: all three are read as absent. Enumerations are text here, as an unknown value must
 * reach the mapping; only a thing of a wrong type makes an item malformed.
 */
const text = z
  .string()
  .nullish()
  .transform(value => value || undefined);
const flag = z
  .boolean()
  .nullish()
  .transform(value => value ?? undefined);
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform(value => value ?? undefined);
const part = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform(value => value ?? undefined);

const sourceSchema = z.object({
  repoURL: text,
  path: text,
  chart: text,
  targetRevision: text,
  // The name by which the value files of other sources refer to this one's repository.
  ref: text,
  helm: part(z.object({ valueFiles: list(z.string()) })),
});
export type ArgoSource = z.output<typeof sourceSchema>;

const drySourceSchema = z.object({
  repoURL: text,
  path: text,
  targetRevision: text,
  helm: part(z.object({ valueFiles: list(z.string()) })),
});
const sourceHydratorSchema = z.object({
  drySource: part(drySourceSchema),
  syncSource: part(z.object({ repoURL: text, targetBranch: text, path: text })),
});
export type ArgoSourceHydrator = z.output<typeof sourceHydratorSchema>;

const healthSchema = z.object({ status: text, message: text });
export type ArgoHealth = z.output<typeof healthSchema>;

const resourceSchema = z.object({
  group: text,
  kind: z.string().min(1),
  namespace: text,
  name: z.string().min(1),
  status: text,
  health: part(healthSchema),
  hook: flag,
  requiresPruning: flag,
});
export type ArgoResource = z.output<typeof resourceSchema>;

const initiatorSchema = z.object({ username: text, automated: flag });
export type ArgoInitiator = z.output<typeof initiatorSchema>;

const historySchema = z.object({
  id: z.number().int().min(0).nullish(),
  revision: text,
  // Index-aligned with the sources: an empty one stays in its place.
  revisions: list(z.string()),
  source: part(sourceSchema),
  sources: list(sourceSchema),
  deployStartedAt: text,
  deployedAt: text,
  initiatedBy: part(initiatorSchema),
});
export type ArgoHistory = z.output<typeof historySchema>;

const syncOperationSchema = z.object({
  dryRun: flag,
  revision: text,
  revisions: list(z.string()),
  resources: list(z.unknown()),
});

const operationStateSchema = z.object({
  phase: text,
  message: text,
  startedAt: text,
  finishedAt: text,
  operation: part(
    z.object({
      sync: part(syncOperationSchema),
      initiatedBy: part(initiatorSchema),
    }),
  ),
  syncResult: part(
    z.object({
      revision: text,
      revisions: list(z.string()),
      source: part(sourceSchema),
      sources: list(sourceSchema),
    }),
  ),
});
export type ArgoOperationState = z.output<typeof operationStateSchema>;

const conditionSchema = z.object({ type: z.string().min(1), message: text });
export type ArgoCondition = z.output<typeof conditionSchema>;

const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: text,
  uid: text,
  creationTimestamp: text,
  deletionTimestamp: text,
  labels: z
    .record(z.string(), z.string())
    .nullish()
    .transform(value => value ?? {}),
  ownerReferences: list(
    z.object({ kind: z.string().min(1), name: z.string().min(1) }),
  ),
});

/** An Application, as far as it is read. */
export const applicationSchema = z.object({
  metadata: metadataSchema,
  spec: part(
    z.object({
      project: text,
      destination: part(
        z.object({ server: text, name: text, namespace: text }),
      ),
      source: part(sourceSchema),
      sources: list(sourceSchema),
      sourceHydrator: part(sourceHydratorSchema),
    }),
  ),
  operation: part(z.object({ initiatedBy: part(initiatorSchema) })),
  status: part(
    z.object({
      sync: part(
        z.object({ status: text, revision: text, revisions: list(z.string()) }),
      ),
      health: part(healthSchema),
      resources: list(resourceSchema),
      history: list(historySchema),
      conditions: list(conditionSchema),
      summary: part(z.object({ images: list(z.string()) })),
      operationState: part(operationStateSchema),
      sourceHydrator: part(
        z.object({
          lastSuccessfulOperation: part(z.object({ drySHA: text })),
        }),
      ),
    }),
  ),
});
export type Application = z.output<typeof applicationSchema>;

/** Only what says which application something is about, for messages about one that cannot be read. */
export const applicationIdentitySchema = z.object({
  metadata: z.object({ name: z.string().min(1), namespace: text }),
});

/** An answer that lists applications, the items still unread. */
export const applicationListSchema = z.object({
  items: z
    .array(z.unknown())
    .nullish()
    .transform(value => value ?? []),
});

/** What a list tells of each application: little, as its `fields` are a fixed few. */
export const listedApplicationSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: text,
    creationTimestamp: text,
    deletionTimestamp: text,
  }),
  spec: part(z.object({ project: text })),
  status: part(
    z.object({
      sync: part(z.object({ status: text })),
      health: part(z.object({ status: text })),
      operationState: part(
        z.object({ phase: text, startedAt: text, finishedAt: text }),
      ),
    }),
  ),
});
export type ListedApplication = z.output<typeof listedApplicationSchema>;

/** A line of the stream. */
export const streamLineSchema = z.union([
  z.object({
    result: z.object({ type: z.string(), application: z.unknown() }),
  }),
  z.object({
    error: z.object({
      grpc_code: z.number().nullish(),
      http_code: z.number().nullish(),
      message: text,
    }),
  }),
]);
