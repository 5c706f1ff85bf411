import type { ActCall } from './ActClient';
import type { RepositoryCall } from './RepositoryCall';

/** The most that a host grants, unless it is set up otherwise. */
const PAGE = 50;

/** The pages of a list, one after the other, at most so many. */
export async function* pages(
  call: RepositoryCall,
  request: ActCall,
  maxPages: number,
): AsyncGenerator<{ items: unknown[]; isLast: boolean }> {
  let read = 0;
  for (let page = 1; page <= maxPages; page += 1) {
    const { json, total } = await call.send({
      ...request,
      query: { ...request.query, limit: PAGE, page },
    });
    if (!Array.isArray(json)) {
      throw call.misshapen('A list');
    }
    read += json.length;
    const isLast = json.length === 0 || (total !== undefined && read >= total);
    yield { items: json, isLast };
    if (isLast) {
      return;
    }
  }
}
