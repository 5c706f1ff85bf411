import type { RunItem } from '@throughline/plugin-delivery-node';
import { readChildren } from '../map/readBridge';
import { readJobs, withJobs, type ReadJob } from '../map/readJobs';
import type { ReadPipeline } from '../map/readPipeline';
import { projectPath, type ProjectPass } from './ProjectPass';

/** How deep pipelines that start others are followed; GitLab allows two levels below the first. */
const MAX_DEPTH = 2;
/** Of how many child pipelines the jobs are asked for. */
const MAX_CHILDREN = 5;
const MAX_PAGES = 3;

/** A pipeline with its jobs: those that count now, the bridges to child pipelines, and the jobs of these. */
export async function readPipelineJobs(
  pass: ProjectPass,
  pipeline: ReadPipeline,
): Promise<RunItem> {
  const budget = { children: MAX_CHILDREN };
  const jobs = await jobsOf(pass, pipeline.id, MAX_DEPTH, budget);
  return withJobs(pipeline.item, jobs);
}

async function jobsOf(
  pass: ProjectPass,
  id: number,
  depth: number,
  budget: { children: number },
  within?: string,
): Promise<ReadJob[]> {
  const path = projectPath(pass, 'pipelines', String(id));
  const jobs = await pass.client.list(
    'jobs',
    [...path, 'jobs'],
    { include_retried: false },
    MAX_PAGES,
  );
  const own = readJobs(jobs?.items ?? [], within);
  const childless = `${pass.identity} ${id}`;
  if (depth === 0 || pass.memory.childless.get(childless)) {
    return own;
  }
  const bridges = await pass.client.list('bridges', [...path, 'bridges']);
  if (!bridges || bridges.items.length === 0) {
    // Bridges come with their pipeline: where there are none, there will be none.
    pass.memory.childless.set(childless, true);
    return own;
  }
  const all = [...own, ...readJobs(bridges.items, within)];
  for (const child of readChildren(bridges.items, pass.project.id)) {
    if (budget.children === 0) {
      break;
    }
    budget.children -= 1;
    const by = within ? `${within} / ${child.by}` : child.by;
    all.push(...(await jobsOf(pass, child.id, depth - 1, budget, by)));
  }
  return all;
}
