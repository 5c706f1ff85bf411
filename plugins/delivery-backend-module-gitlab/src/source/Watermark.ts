import { z } from 'zod';

/** The shape of a {@link Watermark}. */
export const WatermarkSchema = z.object({
  /** The latest change that was told, as ISO 8601. */
  until: z.string(),
  /** What changed at that very moment: it comes again with whatever is asked for since. */
  at: z.array(z.number()),
});

/** Up to where a list of what changed was told. */
export type Watermark = z.infer<typeof WatermarkSchema>;

/** Something with a number and the time of its last change. */
export interface Changed {
  id: number;
  updatedAt: string;
}

/** Whether a change was not told before. */
export function isNews(
  mark: Watermark | undefined,
  { id, updatedAt }: Changed,
): boolean {
  return !(mark?.until === updatedAt && mark.at.includes(id));
}

/** Up to where all is told once these are. */
export function advance(
  mark: Watermark | undefined,
  changes: readonly Changed[],
): Watermark | undefined {
  const until = changes.reduce(
    (latest, { updatedAt }) => (updatedAt > latest ? updatedAt : latest),
    mark?.until ?? '',
  );
  if (!until) {
    return undefined;
  }
  const at = new Set(mark?.until === until ? mark.at : []);
  changes.forEach(({ id, updatedAt }) => updatedAt === until && at.add(id));
  return { until, at: [...at].sort((a, b) => a - b) };
}
