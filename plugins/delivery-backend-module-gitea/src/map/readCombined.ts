import { z } from 'zod';
import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';
import { commitState } from './statuses';

const Combined = z.object({
  state: z.string().nullish(),
  total_count: z.number().int().nullish(),
  statuses: z.array(z.unknown()).nullish(),
});

/** What all statuses of a commit say together; undefined where it has none. */
export function readCombined(json: unknown): Judged<RunStatus> | undefined {
  const { data } = Combined.safeParse(json);
  if (!data) {
    return { status: 'unknown', reason: 'its statuses have another shape' };
  }
  const count = data.total_count ?? data.statuses?.length ?? 0;
  return count > 0 ? commitState(data.state ?? '') : undefined;
}
