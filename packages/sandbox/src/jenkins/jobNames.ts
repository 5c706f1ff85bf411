/** The stages of the pipeline that builds a service, in their order. */
export const pipelineStageNames = [
  'Build',
  'Test',
  'Publish',
  'Deploy',
] as const;

/** The full name of a branch's job in a multibranch project; Jenkins encodes what no job name may have. */
export function branchJob(pipeline: string, branch: string): string {
  return `${pipeline}/${encodeURIComponent(branch)}`;
}
