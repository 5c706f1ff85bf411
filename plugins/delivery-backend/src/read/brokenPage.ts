import { createHash } from 'node:crypto';
import type { PageBody } from './buildPage';
import type { PageRow } from './rows';

const MESSAGE =
  'This page cannot be built at present, so that it shows the last known. The log of the backend says why.';

/**
 * The page that was built last, where it cannot be built any more: nothing on it passes for the present.
 *
 * @returns undefined where it says so already
 */
export function brokenPage(row: PageRow, since: string): PageRow | undefined {
  const page = JSON.parse(row.body) as PageBody;
  if (page.warnings.some(each => each.message === MESSAGE)) {
    return undefined;
  }
  page.warnings.unshift({ message: MESSAGE });
  const dated: { staleSince?: string }[] = [
    page.build,
    ...page.lanes,
    ...[...page.lanes, ...page.previews].flatMap(lane => lane.targets),
    ...page.runs.items,
    ...(page.build.run ? [page.build.run] : []),
  ];
  dated.forEach(each => (each.staleSince ??= since));
  const body = JSON.stringify(page);
  const etag = createHash('sha256')
    .update(body)
    .digest('base64url')
    .slice(0, 22);
  return { ...row, body, etag };
}
