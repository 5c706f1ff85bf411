import { z } from 'zod';
import { parseAnswer, type KubernetesClient } from '../client';
import { collectionPathOf, type ObjectAddress } from './ObjectAddress';

/** More than this is a case for a list in pages. */
const LIMIT = 500;

const listSchema = z.object({
  items: z.array(z.unknown()),
  metadata: z.object({ continue: z.string().nullish() }).nullish(),
});

/**
 * Reads the objects of a kind in a namespace that have a label, up to 500.
 *
 * @returns `isWhole` is false where there are more
 * @throws SourceFailure
 * @public
 */
export async function selectObjects(
  client: KubernetesClient,
  place: Omit<ObjectAddress, 'name'>,
  label: { name: string; value: string },
  signal: AbortSignal,
): Promise<{ items: unknown[]; isWhole: boolean }> {
  const answer = await client.json({
    operation: `list ${place.plural}`,
    path: collectionPathOf(place),
    query: { labelSelector: `${label.name}=${label.value}`, limit: LIMIT },
    signal,
  });
  const { items, metadata } = parseAnswer(
    listSchema,
    answer,
    `a list of ${place.plural}`,
  );
  return { items, isWhole: !metadata?.continue };
}
