import { setTimeout as sleep } from 'node:timers/promises';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { ProjectCall } from '../api/ProjectCall';

/** GitLab works the variables out beside the first question, and tells nothing until it has. */
const TRIES = 4;

const UNKNOWN_FIELD = /doesn't exist on type|doesn't accept argument/i;

const Variable = z.object({
  key: z.string().min(1),
  value: z.string().nullish(),
  valueOptions: z.array(z.string()).nullish(),
  description: z.string().nullish(),
});

const Input = z.object({
  name: z.string().min(1),
  type: z.string(),
  description: z.string().nullish(),
  required: z.boolean().nullish(),
  default: z.unknown().optional(),
  options: z.array(z.union([z.string(), z.number(), z.boolean()])).nullish(),
  regex: z.string().nullish(),
});

const Variables = z.object({
  project: z.object({ ciConfigVariables: z.array(Variable).nullable() }),
});
const Inputs = z.object({
  project: z.object({
    ciPipelineCreationInputs: z.array(Input).nullable(),
  }),
});

/** A variable that a pipeline's definition describes. */
export type DeclaredVariable = z.infer<typeof Variable>;

/** An input of a pipeline, see `spec:inputs` of GitLab. */
export type DeclaredInput = z.infer<typeof Input>;

/** What a pipeline's definition asks for, with all that it includes. */
export interface Declared {
  /** Undefined where GitLab has not worked them out in time. */
  variables?: DeclaredVariable[];
  inputs: DeclaredInput[];
}

/**
 * Asks what the pipeline of a branch or tag takes.
 *
 * @param path - of the project, with all groups
 * @throws SourceFailure
 */
export async function readDeclared(
  call: ProjectCall,
  request: { path: string; ref: string; pauseMs: number },
): Promise<Declared> {
  const { path, ref, pauseMs } = request;
  const ask = async <T>(field: string, schema: z.ZodType<T>) => {
    const { data, message } = await call.client.query(
      path,
      {
        asked: 'ask what a pipeline takes',
        query: `query($path: ID!, $ref: String!) { project(fullPath: $path) { ${field} } }`,
        variables: { path, ref },
      },
      call.signal,
    );
    if (data === undefined) {
      if (UNKNOWN_FIELD.test(message)) {
        return undefined;
      }
      throw new SourceFailure(
        'configuration',
        `${call.name} does not tell what the pipeline of '${ref.slice(
          0,
          100,
        )}' takes${message ? `: ${message}` : ''}`,
      );
    }
    const read = schema.safeParse(data);
    if (!read.success) {
      // A definition that cannot be read must not be passed over: it would run with values that nobody chose.
      throw call.misshapen('What the pipeline takes');
    }
    return read.data;
  };
  // Since GitLab 17.10.
  const inputs = await ask(
    'ciPipelineCreationInputs(ref: $ref) { name type description required default options regex }',
    Inputs,
  );
  const shared = { inputs: inputs?.project.ciPipelineCreationInputs ?? [] };
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) {
      await sleep(pauseMs, undefined, { signal: call.signal });
    }
    const answer = await ask(
      'ciConfigVariables(ref: $ref) { key value valueOptions description }',
      Variables,
    );
    const variables = answer ? answer.project.ciConfigVariables : [];
    if (variables) {
      return { ...shared, variables };
    }
  }
  return shared;
}
