import { z } from 'zod';

const time = z.iso.datetime({ offset: true }).nullish().catch(undefined);
const text = z.string().nullish();
const count = z.int().min(0).nullish();

/** A pointer to another object. */
const pointer = z
  .object({ data: z.object({ id: z.string(), type: z.string() }).nullish() })
  .nullish();
const pointers = z
  .object({
    data: z.array(z.object({ id: z.string(), type: z.string() })).nullish(),
  })
  .nullish();

/** One answer with many objects; each is read for itself. */
export const ListAnswer = z.object({
  data: z.array(z.unknown()),
  included: z.array(z.unknown()).nullish(),
  meta: z
    .object({
      pagination: z.object({ 'next-page': z.int().nullish() }).nullish(),
    })
    .nullish(),
});

/** One answer with one object. */
export const SingleAnswer = z.object({
  data: z.unknown().optional(),
  included: z.array(z.unknown()).nullish(),
});

/** What names an object whose rest may be broken. */
export const Named = z.object({ id: z.string().min(1), type: z.string() });

/** A workspace. */
export const Workspace = z.object({
  id: z.string().min(1),
  attributes: z.object({
    name: z.string().min(1),
    locked: z.boolean().nullish(),
    'locked-reason': text,
    'assessments-enabled': z.boolean().nullish(),
    'working-directory': text,
    'tag-names': z.array(z.string()).nullish(),
    'vcs-repo': z
      .object({
        identifier: text,
        branch: text,
        'repository-http-url': text,
      })
      .nullish(),
  }),
  relationships: z
    .object({
      project: pointer,
      'current-run': pointer,
      'current-assessment-result': pointer,
      'locked-by': pointer,
      'effective-tag-bindings': pointers,
    })
    .nullish(),
});

/** A run. Its variables may be secrets, and are not read. */
export const Run = z.object({
  id: z.string().min(1),
  attributes: z.object({
    status: z.string(),
    actions: z
      .object({
        'is-confirmable': z.boolean().nullish(),
        'is-discardable': z.boolean().nullish(),
        'is-cancelable': z.boolean().nullish(),
      })
      .nullish(),
    'created-at': z.iso.datetime({ offset: true }),
    'has-changes': z.boolean().nullish(),
    'is-destroy': z.boolean().nullish(),
    'plan-only': z.boolean().nullish(),
    'auto-apply': z.boolean().nullish(),
    message: text,
    source: text,
    'status-timestamps': z.record(z.string(), time).nullish(),
  }),
  relationships: z
    .object({
      workspace: pointer,
      plan: pointer,
      'configuration-version': pointer,
      'created-by': pointer,
    })
    .nullish(),
});

/** The plan of a run. */
export const RunPlan = z.object({
  attributes: z.object({
    'resource-additions': count,
    'resource-changes': count,
    'resource-destructions': count,
    'resource-imports': count,
    'status-timestamps': z.object({ 'finished-at': time }).nullish(),
  }),
});

/** The result of a drift detection. Its error may hold values, and is not read. */
export const Assessment = z.object({
  attributes: z.object({
    succeeded: z.boolean().nullish(),
    drifted: z.boolean().nullish(),
    'resources-drifted': count,
    'all-checks-succeeded': z.boolean().nullish(),
    'checks-passed': count,
    'checks-failed': count,
    'checks-errored': count,
    'checks-unknown': count,
  }),
});

/** Where a run's configuration came from. */
export const ConfigurationVersion = z.object({
  relationships: z.object({ 'ingress-attributes': pointer }).nullish(),
});

/** The commit that a configuration was taken from. */
export const Ingress = z.object({
  attributes: z.object({
    branch: text,
    'clone-url': text,
    'commit-sha': text,
  }),
});

/** A project. */
export const Project = z.object({
  attributes: z.object({ name: z.string().min(1) }),
});

/** A tag with a value, a workspace's own or its project's. */
export const TagBinding = z.object({
  attributes: z.object({ key: z.string().min(1), value: text }),
});

/** Somebody. */
export const User = z.object({
  attributes: z.object({
    username: z.string().min(1),
    'is-service-account': z.boolean().nullish(),
  }),
});

/** A resource that a workspace manages. */
export const WorkspaceResource = z.object({
  attributes: z.object({
    address: z.string().min(1),
    'provider-type': text,
    module: text,
    name: text,
  }),
});

/** A run as its parsed attributes have it. */
export type RunObject = z.infer<typeof Run>;
/** As {@link RunObject}, of a workspace. */
export type WorkspaceObject = z.infer<typeof Workspace>;
