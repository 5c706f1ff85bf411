import { z } from 'zod';

const definition = z.object({
  _class: z.string().nullish(),
  name: z.string().min(1),
  type: z.string().nullish(),
  description: z.string().nullish(),
  choices: z.array(z.string()).nullish().catch(undefined),
  defaultParameterValue: z
    .object({ value: z.union([z.string(), z.number(), z.boolean()]).nullish() })
    .nullish()
    .catch(undefined),
});

/** What a job asks for before it runs. */
export type ParameterDefinition = z.infer<typeof definition>;

const property = z.object({
  parameterDefinitions: z.array(definition).nullish(),
});

const job = z.object({
  _class: z.string().nullish(),
  fullName: z.string().nullish(),
  name: z.string().nullish(),
  buildable: z.boolean().nullish(),
  // Other properties are empty objects. A definition that cannot be read must not be passed over: a job would run
  // with a value that nobody chose.
  property: z.array(property.nullish()).nullish(),
});

/** A job, as its form needs it. */
export type JobNode = z.infer<typeof job>;

/** A job, a folder or a multibranch project, whose branches are jobs. */
export const FormSchema = job.extend({
  jobs: z.array(z.unknown()).nullish(),
});

/** One branch of a multibranch project. */
export const BranchSchema = job;
