import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';
import { cleanMessage, webUrl } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { ProjectCall } from '../api/ProjectCall';
import { runStatus } from '../map/runStatus';

const Pipeline = z.object({
  id: z.number().int().min(1),
  status: z.string().nullish(),
  ref: z.string().nullish(),
  web_url: z.string().nullish(),
  yaml_errors: z.string().nullish(),
});

/** How a pipeline stands. */
export interface PipelineState {
  status: Judged<RunStatus>;
  /** GitLab's own word. */
  raw: string;
  ref?: string;
  url?: string;
  /** What is wrong with its definition. */
  error?: string;
}

/** @throws SourceFailure */
export async function readState(
  call: ProjectCall,
  id: number,
): Promise<PipelineState> {
  const { json } = await call.send({
    asked: 'look at a pipeline',
    path: ['pipelines', String(id)],
  });
  const { data } = Pipeline.safeParse(json);
  if (!data) {
    throw call.misshapen(`Pipeline ${id}`);
  }
  const url = webUrl(data.web_url);
  const error = cleanMessage(data.yaml_errors ?? '', 200);
  return {
    status: runStatus(data.status),
    raw: data.status ?? '',
    ...(data.ref ? { ref: data.ref } : {}),
    ...(url ? { url } : {}),
    ...(error ? { error } : {}),
  };
}
