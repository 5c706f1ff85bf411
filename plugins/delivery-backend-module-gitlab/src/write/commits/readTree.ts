import { SourceFailure } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { Query } from '../../api/GitlabClient';
import type { ProjectCall } from '../../api/ProjectCall';

const PAGE = 100;
/** Folders with more entries are not read. */
const MAX_PAGES = 50;

const Entries = z.array(
  z.object({
    id: z.string(),
    path: z.string(),
    type: z.string(),
    mode: z.string(),
  }),
);

/** What is at a path. */
export type TreeEntry = z.infer<typeof Entries>[number];

/**
 * What is in a folder at a commit; nothing where there is no such folder.
 *
 * @param options.enough - after so many files no more are read
 * @throws SourceFailure, also where there is no such commit
 */
export async function readTree(
  call: ProjectCall,
  ref: string,
  folder: string,
  options: { recursive?: boolean; enough?: number } = {},
): Promise<TreeEntry[]> {
  const { recursive = false, enough = Infinity } = options;
  const entries: TreeEntry[] = [];
  const first: Query = {
    ref,
    ...(folder ? { path: folder } : {}),
    ...(recursive ? { recursive } : {}),
    per_page: PAGE,
    pagination: 'keyset',
  };
  let next: Query | undefined = first;
  for (let page = 0; next; page += 1) {
    if (page >= MAX_PAGES) {
      throw new SourceFailure(
        'protocol',
        `${folder.slice(0, 200) || 'The repository'} of ${
          call.name
        } has more than ${PAGE * MAX_PAGES} entries`,
      );
    }
    const answer = await call.send({
      asked: 'list files',
      path: ['repository', 'tree'],
      query: next,
      accept: [404],
    });
    if (answer.status === 404) {
      await assertCommit(call, ref);
      return [];
    }
    const { data } = Entries.safeParse(answer.json);
    if (!data) {
      throw call.misshapen('A folder');
    }
    entries.push(...data);
    const files = entries.filter(({ type }) => type === 'blob').length;
    next = files < enough ? answer.next : undefined;
  }
  return entries;
}

/** GitLab answers 404 to a folder that is not there and to a commit that is not. */
async function assertCommit(call: ProjectCall, ref: string): Promise<void> {
  const { status } = await call.send({
    asked: 'look a commit up',
    path: ['repository', 'commits', ref],
    accept: [404],
  });
  if (status === 404) {
    throw new SourceFailure(
      'protocol',
      `${call.name} has no commit '${ref.slice(0, 60)}'`,
    );
  }
}
