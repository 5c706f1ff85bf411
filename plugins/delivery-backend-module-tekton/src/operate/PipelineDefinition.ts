import { z } from 'zod';

const value = z.union([
  z.string(),
  z.array(z.string()),
  z.record(z.string(), z.string()),
]);

/** The value of a parameter: a text, a list or an object of texts. */
export type ParameterValue = z.infer<typeof value>;

/** What a pipeline asks for. One that cannot be read is not passed over: a run without it would be another run. */
export const parameterSpec = z.object({
  name: z.string().min(1),
  type: z.string().nullish(),
  description: z.string().nullish(),
  default: value.nullish(),
  enum: z.array(z.string()).nullish(),
});

/** What a pipeline asks for. */
export type ParameterSpec = z.infer<typeof parameterSpec>;

/** A Pipeline, or what a run brings along in its place. */
export const pipelineSpec = z.object({
  params: z.array(parameterSpec).nullish(),
});

/** A Pipeline. */
export const pipelineSchema = z.object({ spec: pipelineSpec });

/** What a run gives its pipeline. */
export const givenSchema = z
  .array(z.object({ name: z.string(), value }))
  .nullish();
