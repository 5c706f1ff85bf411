import type {
  DeliverySource,
  OperationSubject,
  SourceOperation,
} from '@throughline/plugin-delivery-node';
import type { PipelineRule } from '../versions/PipelineRule';

/** The source that runs a pipeline, and how it is asked to. */
export interface Runner {
  source: DeliverySource;
  operator: SourceOperation;
  subject: Extract<OperationSubject, { kind: 'pipeline' }>;
}

/** Finds what runs the pipeline of a rule, or says why nothing does. */
export function runnerOf(
  { pipeline, where }: PipelineRule,
  sources: readonly DeliverySource[],
): Runner | { reason: string } {
  const { system, source: named, name, repository } = pipeline;
  const subject: Runner['subject'] = {
    kind: 'pipeline',
    pipeline: name,
    ...(repository ? { repository } : {}),
  };
  const known = sources.filter(({ id }) =>
    named === undefined
      ? id.startsWith(`${system}:`)
      : id === `${system}:${named}`,
  );
  if (known.length === 0) {
    return {
      reason: `${where} names the pipeline ${name} of ${system}${
        named ? `:${named}` : ''
      }, and there is no such source`,
    };
  }
  let reason = `${known[0].title} runs no pipelines: is that allowed in its configuration?`;
  for (const source of known) {
    const operator = source.operators?.find(
      each => each.operation === 'runPipeline' && each.subject === subject.kind,
    );
    const objection = operator?.unavailable?.(subject);
    if (operator && objection === undefined) {
      return { source, operator, subject };
    }
    reason = objection ? `${source.title}: ${objection}` : reason;
  }
  return { reason };
}
