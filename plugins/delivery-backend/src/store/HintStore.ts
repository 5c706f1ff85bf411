import type { SourceHint } from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import { inChunks } from './itemTables';
import type { HintRow } from './rows';

const MAX_SUBJECT_LENGTH = 500;
const MAX_TAKEN = 1000;

/**
 * Hands hints from the replica that a webhook reached to the one that collects the source. They are hints, so that
 * one may get lost when a replica dies: the next full pass sees what it was about.
 */
export class HintStore {
  constructor(private readonly knex: Knex) {}

  async leave(sourceId: string, hint: SourceHint): Promise<void> {
    if (hint.subject.length > MAX_SUBJECT_LENGTH) {
      return;
    }
    await this.knex<HintRow>('hints')
      .insert({
        source_id: sourceId,
        subject: hint.subject,
        recorded_at: Date.now(),
      })
      .onConflict(['source_id', 'subject'])
      .ignore();
  }

  /** Takes the hints for the sources that this replica collects. */
  async take(
    sourceIds: readonly string[],
  ): Promise<{ sourceId: string; hint: SourceHint }[]> {
    const taken: { sourceId: string; hint: SourceHint }[] = [];
    for (const some of inChunks(sourceIds)) {
      const rows = await this.knex<HintRow>('hints')
        .whereIn('source_id', some)
        .limit(MAX_TAKEN)
        .select('source_id', 'subject');
      for (const { source_id: sourceId, subject } of rows) {
        await this.knex<HintRow>('hints')
          .where('source_id', sourceId)
          .where('subject', subject)
          .delete();
        taken.push({ sourceId, hint: { subject } });
      }
    }
    return taken;
  }
}
