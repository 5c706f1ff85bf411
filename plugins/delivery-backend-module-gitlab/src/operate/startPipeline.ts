import { SourceFailure } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { ActAnswer } from '../api/ActClient';
import type { ProjectCall } from '../api/ProjectCall';
import { TOKEN_VARIABLE } from './TokenVariable';

const Made = z.object({ id: z.number().int().min(1) });

const NO_VARIABLES = /insufficient permissions to set pipeline variables/i;

/** A variable of one pipeline. */
export interface PipelineVariable {
  key: string;
  value: string;
  variable_type?: string;
}

/** What a pipeline is started with. */
export interface PipelineStart {
  /** A branch or tag. */
  ref: string;
  variables: readonly PipelineVariable[];
  inputs: Readonly<Record<string, unknown>>;
  /** Of the operation. */
  token: string;
}

/**
 * Starts a pipeline. Where a project lets nobody set variables, one that needs none is started without its token.
 *
 * @returns its number
 * @throws SourceFailure
 */
export async function startPipeline(
  call: ProjectCall,
  start: PipelineStart,
): Promise<number> {
  const { variables, token } = start;
  const marked = [...variables, { key: TOKEN_VARIABLE, value: token }];
  let answer = await post(call, start, marked);
  if (answer.status >= 400 && NO_VARIABLES.test(answer.message)) {
    if (variables.length > 0) {
      throw new SourceFailure(
        'permission',
        `${call.name} does not let variables be set (${answer.message}): leave them as they are, or let the token's role set them (Settings, CI/CD, Variables)`,
      );
    }
    answer = await post(call, start, []);
  }
  if (answer.status >= 400) {
    throw new SourceFailure(
      'configuration',
      `${call.name} does not start a pipeline for '${start.ref.slice(0, 100)}'${
        answer.message ? `: ${answer.message}` : ''
      }`,
    );
  }
  const { data } = Made.safeParse(answer.json);
  if (!data) {
    // It was started: to call it a failure would have it started again.
    throw new SourceFailure(
      'unreachable',
      `The pipeline that was started in ${call.name} was told in another shape`,
    );
  }
  return data.id;
}

function post(
  call: ProjectCall,
  { ref, inputs }: PipelineStart,
  variables: readonly PipelineVariable[],
): Promise<ActAnswer> {
  return call.send({
    asked: 'start a pipeline',
    method: 'POST',
    path: ['pipeline'],
    body: {
      ref,
      ...(variables.length > 0 ? { variables } : {}),
      ...(Object.keys(inputs).length > 0 ? { inputs } : {}),
    },
    accept: [400, 422],
  });
}
