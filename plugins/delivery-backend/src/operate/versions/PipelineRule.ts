/** A pipeline that brings versions to an environment by itself, where no file says which one runs there. */
export interface PipelineRule {
  strategy: 'pipeline';
  pipeline: {
    /** The system that runs it, such as the first part of its source's id. */
    system: string;
    /** The rest of the id; where absent, the system's source that can run it. */
    source?: string;
    /** As annotations and runs name it: a job, or the path of a workflow's file. */
    name: string;
    /** Identity of the repository that it is of, where the name alone does not tell. */
    repository?: string;
  };
  /** What it is started with; the words of {@link PIPELINE_WORDS} are filled in. */
  parameters: Record<string, string>;
  /** The key that says so, for evidence. */
  where: string;
}

/** What can be filled in where a pipeline is told what to bring. */
export const PIPELINE_WORDS = [
  'version',
  'tag',
  'digest',
  'image',
  'commit',
  'environment',
  'name',
  'target',
  'cluster',
  'namespace',
] as const;
