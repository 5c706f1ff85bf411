import { SourceFailure } from '@throughline/plugin-delivery-node';

/** What the key of a run says: a build, or an item of the queue. */
export type RunPlace =
  | { kind: 'build'; job: string; number: number }
  | { kind: 'queued'; item: string };

/**
 * Reads the key of a run.
 *
 * @throws SourceFailure where it is none
 */
export function placeOf(key: string): RunPlace {
  const [, item] = /^queue\/(\d+)$/.exec(key) ?? [];
  if (item) {
    return { kind: 'queued', item };
  }
  const [, job, number] = /^(.+)#(\d+)$/.exec(key) ?? [];
  if (!job) {
    throw new SourceFailure('internal', `'${key}' is no build of Jenkins`);
  }
  return { kind: 'build', job, number: Number(number) };
}
