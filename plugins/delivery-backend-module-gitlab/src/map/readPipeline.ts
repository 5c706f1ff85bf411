import { z } from 'zod';
import {
  isTerminalRun,
  type Judged,
  type RunStatus,
} from '@throughline/plugin-delivery-common';
import {
  firstLine,
  isoTime,
  malformedResult,
  webUrl,
  type ReadResult,
  type RunItem,
} from '@throughline/plugin-delivery-node';
import type { ProjectFacts } from './ProjectFacts';
import { runStatus } from './runStatus';
import { idOf, moment, sha } from './schemas';

const Pipeline = z.object({
  id: z.number().int().min(1),
  iid: z.number().int().nullish(),
  name: z.string().nullish(),
  sha: sha.nullish(),
  ref: z.string().nullish(),
  status: z.string().nullish(),
  source: z.string().nullish(),
  created_at: moment,
  updated_at: z.string().nullish(),
  web_url: z.string().nullish(),
});

/** Pipelines of merge requests run for a ref that is no branch, and names the request. */
const MERGE_REQUEST_REF = /^refs\/merge-requests\/(\d+)\//;

/** A pipeline with what the steps around it need. */
export interface ReadPipeline {
  item: RunItem;
  id: number;
  updatedAt: string;
  sha?: string;
  ref?: string;
  status: Judged<RunStatus>;
  /** The merge request that it ran for. */
  mergeRequest?: number;
}

/** The key of a pipeline within its host. */
export function pipelineKey(repository: string, id: number): string {
  return `${repository}/pipelines/${id}`;
}

/** Reads a pipeline of a list, without its jobs. */
export function readPipeline(
  repository: string,
  project: ProjectFacts,
  node: unknown,
): ReadResult<ReadPipeline> {
  const { data, error } = Pipeline.safeParse(node);
  if (!data) {
    const id = idOf(node);
    return malformedResult(
      'run',
      id ? pipelineKey(repository, id) : undefined,
      `a pipeline of ${repository}`,
      error,
    );
  }
  const status = runStatus(data.status);
  const createdAt = isoTime(data.created_at)!;
  const updatedAt = isoTime(data.updated_at) ?? createdAt;
  const request = MERGE_REQUEST_REF.exec(data.ref ?? '')?.[1];
  const url = webUrl(data.web_url);
  const trigger = firstLine(data.source ?? '');
  return {
    type: 'item',
    item: {
      id: data.id,
      updatedAt,
      status,
      ...(data.sha ? { sha: data.sha } : {}),
      ...(data.ref ? { ref: data.ref } : {}),
      ...(request ? { mergeRequest: Number(request) } : {}),
      item: {
        kind: 'run',
        key: pipelineKey(repository, data.id),
        repository,
        pipelineKeys: [project.path, project.id],
        pipeline: firstLine(data.name ?? '') || 'pipeline',
        definition: project.definition,
        ...(data.iid ? { number: String(data.iid) } : {}),
        status,
        ...(trigger ? { trigger } : {}),
        ...(data.ref && !request ? { branch: data.ref } : {}),
        ...(data.sha ? { sha: data.sha } : {}),
        ...(request ? { title: `merge request !${request}` } : {}),
        createdAt,
        ...(isTerminalRun(status.status) ? { finishedAt: updatedAt } : {}),
        ...(url ? { url } : {}),
        jobs: [],
      },
    },
  };
}
