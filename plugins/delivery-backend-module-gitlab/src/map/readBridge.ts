import { z } from 'zod';

const Bridge = z.object({
  name: z.string(),
  downstream_pipeline: z
    .object({
      id: z.number().int().min(1),
      project_id: z.number().int().nullish(),
      web_url: z.string().nullish(),
    })
    .nullish(),
});

/** A pipeline that another one started within the same project. */
export interface ChildPipeline {
  id: number;
  /** The name of the job that started it. */
  by: string;
}

/** The child pipelines that bridges started; those of other projects are runs of their own there. */
export function readChildren(
  bridges: readonly unknown[],
  projectId: string,
): ChildPipeline[] {
  return bridges.flatMap(node => {
    const { data } = Bridge.safeParse(node);
    const child = data?.downstream_pipeline;
    return child && String(child.project_id ?? projectId) === projectId
      ? [{ id: child.id, by: data.name }]
      : [];
  });
}
