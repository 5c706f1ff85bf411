import { createHash } from 'node:crypto';
import type { OperationSubject } from '@throughline/plugin-delivery-node';
import type { EntityRecord } from '../../read/EntityRecord';
import { runAccess } from '../../read/runAccess';

/** A pipeline of an entity. */
export interface EntityPipeline {
  id: string;
  sourceId: string;
  name: string;
  subject: Extract<OperationSubject, { kind: 'pipeline' }>;
  /** Whether what ties it to the entity is backed. */
  trusted: boolean;
}

/** The pipelines of an entity: those that its annotations name, and those whose runs are known. */
export function pipelinesOf(record: EntityRecord): EntityPipeline[] {
  const accessTo = runAccess(record);
  const all = new Map<string, EntityPipeline>();
  const add = (
    sourceId: string,
    name: string,
    subject: EntityPipeline['subject'],
    trusted: boolean,
  ) => {
    const id = createHash('sha256')
      .update(JSON.stringify([sourceId, subject]))
      .digest('base64url')
      .slice(0, 22);
    const known = all.get(id);
    all.set(id, {
      id,
      sourceId,
      name,
      subject,
      trusted: trusted || known?.trusted === true,
    });
  };
  for (const { sourceId, pipeline, backed } of record.claims.pipelines) {
    add(sourceId, pipeline, { kind: 'pipeline', pipeline }, backed);
  }
  for (const run of record.runs) {
    const { item, sourceId } = run;
    const pipeline = item.pipelineKeys?.[0] ?? item.definition;
    if (pipeline !== undefined) {
      add(
        sourceId,
        item.pipeline,
        {
          kind: 'pipeline',
          pipeline,
          ...(item.repository ? { repository: item.repository } : {}),
        },
        accessTo(run) === 'full',
      );
    }
  }
  return [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
