import { z } from 'zod';
import type { ProjectCall } from '../api/ProjectCall';
import type { PipelineVariable } from './startPipeline';

const Variables = z.array(
  z.object({
    key: z.string().min(1),
    value: z.string(),
    variable_type: z.string().optional(),
  }),
);

/**
 * The variables that a pipeline was started with. GitLab tells them to maintainers and to whoever started it.
 *
 * @returns undefined where they may not be read
 * @throws SourceFailure
 */
export async function readVariables(
  call: ProjectCall,
  id: number,
): Promise<PipelineVariable[] | undefined> {
  const { status, json } = await call.send({
    asked: 'look at the variables of a pipeline',
    path: ['pipelines', String(id), 'variables'],
    accept: [403, 404],
  });
  if (status >= 400) {
    return undefined;
  }
  const { data } = Variables.safeParse(json);
  if (!data) {
    throw call.misshapen(`The variables of pipeline ${id}`);
  }
  return data;
}
