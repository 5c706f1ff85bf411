import type { TargetItem } from '@throughline/plugin-delivery-node';
import type { ObservationReader } from '../../store/ObservationReader';

const PAGE = 200;
const MAX_SEEN = 5_000;
const MAX_PARENTS = 10;

/** The targets of a source that are made of other targets only, at most ten. */
export async function parentsOf(
  sourceId: string,
  reader: Pick<ObservationReader, 'targets'>,
): Promise<TargetItem[]> {
  const parents: TargetItem[] = [];
  let after: string | undefined;
  for (let seen = 0; seen < MAX_SEEN; seen += PAGE) {
    const page = await reader.targets({
      sourceId,
      limit: PAGE,
      ...(after ? { after } : {}),
    });
    parents.push(...page.flatMap(({ item }) => (item.parent ? [item] : [])));
    if (page.length < PAGE || parents.length >= MAX_PARENTS) {
      break;
    }
    after = page[page.length - 1].id;
  }
  return parents.slice(0, MAX_PARENTS);
}
