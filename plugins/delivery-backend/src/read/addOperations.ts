import type { Knex } from 'knex';
import { z } from 'zod';
import type { Ask } from '../store/QueryGatherer';
import type { EntityRecord } from './EntityRecord';

/** The trailer by which a commit names the operation that wrote it, as `parseTrailers` has it. */
export const OPERATION_TRAILER = 'delivery-operation';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_OPERATIONS = 200;

/** What is read of how far an operation has come: the commits that it wrote. */
const Progress = z.object({
  memory: z.object({
    waves: z.array(
      z.object({
        writes: z.record(
          z.string(),
          z.object({
            sha: z.string().optional(),
            pullRequest: z.object({ headSha: z.string() }).optional(),
          }),
        ),
      }),
    ),
  }),
});

interface Row {
  id: string;
  actor: string;
  environment: string | null;
  progress: string;
}

/** Adds the operations of the entity that its configuration commits name. */
export async function addOperations(
  record: EntityRecord,
  { knex, ask }: { knex: Knex; ask: Ask },
): Promise<void> {
  const named = [...record.configCommits.values()]
    .flatMap(({ item }) => item.trailers?.[OPERATION_TRAILER] ?? [])
    .filter(id => UUID.test(id) && !record.operations.has(id));
  if (named.length === 0) {
    return;
  }
  const rows = await ask<Row>(
    knex('operations')
      .whereIn('id', [...new Set(named)].slice(0, MAX_OPERATIONS))
      .where('entity_ref', record.entity.ref)
      .whereNotNull('environment')
      .select('id', 'actor', 'environment', 'progress'),
  );
  for (const { id, actor, environment, progress } of rows) {
    record.operations.set(id, {
      id,
      actor,
      environment: environment ?? '',
      commits: commitsOf(progress),
    });
  }
}

function commitsOf(progress: string): ReadonlySet<string> {
  const read = Progress.safeParse(JSON.parse(progress));
  const waves = read.success ? read.data.memory.waves : [];
  return new Set(
    waves
      .flatMap(({ writes }) => Object.values(writes))
      .flatMap(({ sha, pullRequest }) => [sha, pullRequest?.headSha])
      .filter(sha => sha !== undefined),
  );
}
