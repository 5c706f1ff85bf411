import { z } from 'zod';

/** A class's name; plugins have many, so it is never relied on to be one of a list. */
const className = z.string().nullish().catch(undefined);

const cause = z.object({
  _class: className,
  shortDescription: z.string().nullish(),
  userId: z.string().nullish(),
  userName: z.string().nullish(),
});

/** A cause of a build or of an item of the queue. */
export type CauseNode = z.infer<typeof cause>;

const parameter = z.object({
  _class: className,
  name: z.string().min(1),
  value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
});

/** A parameter as a build was started with it. */
export type ParameterNode = z.infer<typeof parameter>;

const revision = z.object({
  lastBuiltRevision: z
    .object({
      SHA1: z.string().nullish(),
      branch: z.array(z.object({ name: z.string() })).nullish(),
    })
    .nullish(),
  remoteUrls: z.array(z.string()).nullish(),
});

/** What the Git plugin tells of one check-out. */
export type RevisionNode = z.infer<typeof revision>;

const tests = z.object({
  failCount: z.number().int().min(0),
  skipCount: z.number().int().min(0),
  totalCount: z.number().int().min(0),
});

/** A summary of test results. */
export type TestsNode = z.infer<typeof tests>;

/** The actions of a build, by what they tell; those of other plugins are empty objects, or have other keys. */
export interface Actions {
  causes: CauseNode[];
  parameters: ParameterNode[];
  revisions: RevisionNode[];
  tests: TestsNode[];
}

const actionList = z.array(z.unknown()).nullish().catch([]);

/** Reads a list of actions one by one: what one plugin adds cannot spoil what another one tells. */
export function readActions(list: z.infer<typeof actionList>): Actions {
  const actions: Actions = {
    causes: [],
    parameters: [],
    revisions: [],
    tests: [],
  };
  for (const action of list ?? []) {
    const { causes, parameters, lastBuiltRevision, totalCount } = (action ??
      {}) as Record<string, unknown>;
    actions.causes.push(...each(causes, cause));
    actions.parameters.push(...each(parameters, parameter));
    actions.revisions.push(...each(lastBuiltRevision && [action], revision));
    actions.tests.push(...each(totalCount !== undefined && [action], tests));
  }
  return actions;
}

function each<T>(list: unknown, schema: z.ZodType<T>): T[] {
  return Array.isArray(list)
    ? list.flatMap(one => {
        const { success, data } = schema.safeParse(one);
        return success ? [data] : [];
      })
    : [];
}

/** A build, as the tree of {@link BUILD_TREE} asks for it. */
export const BuildSchema = z.object({
  _class: className,
  number: z.number().int().min(1),
  url: z.string().nullish(),
  displayName: z.string().nullish(),
  result: z.string().nullish(),
  building: z.boolean(),
  inProgress: z.boolean().nullish(),
  timestamp: z.number().int().min(0).max(8.64e15),
  duration: z.number().min(0).max(1e12).nullish().catch(undefined),
  queueId: z.number().int().nullish(),
  actions: actionList,
});

/** A build as it was read. */
export type BuildNode = z.infer<typeof BuildSchema>;

/** A job, a folder or a multibranch project: Jenkins leaves out what a kind does not have. */
export const ItemSchema = z.object({
  _class: className,
  fullName: z.string().min(1).nullish(),
  name: z.string().min(1).nullish(),
  builds: z.array(z.unknown()).nullish(),
  jobs: z.array(z.unknown()).nullish(),
});

/** An item of the queue. */
export const QueueItemSchema = z.object({
  _class: className,
  id: z.number().int(),
  inQueueSince: z.number().int().min(0).max(8.64e15),
  why: z.string().nullish(),
  blocked: z.boolean().nullish(),
  buildable: z.boolean().nullish(),
  stuck: z.boolean().nullish(),
  cancelled: z.boolean().nullish(),
  task: z.object({
    name: z.string().nullish(),
    fullName: z.string().nullish(),
    url: z.string().nullish(),
  }),
  actions: actionList,
});

/** A stage of a build, of the stage view. */
export const StageSchema = z.object({
  name: z.string().min(1),
  status: z.string().nullish(),
  startTimeMillis: z.number().int().min(0).max(8.64e15).nullish(),
  durationMillis: z.number().min(0).max(1e12).nullish(),
});

/** What the stage view tells of a build. */
export const DescribeSchema = z.object({
  status: z.string().nullish(),
  stages: z.array(z.unknown()),
});
