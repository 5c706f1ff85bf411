import {
  malformedResult,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { ItemSchema } from '../api/schemas';
import { isFolder, isMultibranch } from '../map/itemKind';
import { CHILDREN_PAGE, itemTree, MAX_BELOW } from '../api/trees';
import { branchOf } from '../map/branchOf';
import type { Job } from '../map/readBuild';

/** The most pages of children that are asked for. */
const MAX_PAGES = 20;

/** A job with its newest builds, as they came. */
export interface ListedJob extends Job {
  builds: unknown[];
}

/** The jobs below a root. */
export interface JobList {
  jobs: ListedJob[];
  malformed: ReadResult<unknown>[];
  /** False where there are jobs that were not seen: then a job that is missing may be one of them. */
  complete: boolean;
  /** True where the root holds others and is none that runs. */
  isFolder: boolean;
  /** Why not all were looked at. */
  limit?: string;
}

/**
 * Lists the jobs of a root, whatever it is: a job, a folder, a multibranch project.
 *
 * @throws NotThere, SourceFailure
 */
export async function listJobs(
  client: JenkinsClient,
  root: string,
): Promise<JobList> {
  const list: JobList = {
    jobs: [],
    malformed: [],
    complete: true,
    isFolder: false,
  };
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await client.item(root, itemTree(page * CHILDREN_PAGE));
    const children = readItem(answer, { fullName: root, depth: 0 }, list, page);
    if (children < CHILDREN_PAGE) {
      return list;
    }
  }
  list.complete = false;
  list.limit = `${root} holds more than ${
    MAX_PAGES * CHILDREN_PAGE
  } items: name the folders that matter`;
  return list;
}

/** Takes an item and what is below it into the list; returns how many children it has on this page. */
function readItem(
  node: unknown,
  place: { fullName?: string; depth: number; multibranch?: boolean },
  list: JobList,
  page = 0,
): number {
  const parsed = ItemSchema.safeParse(node);
  const { data } = parsed;
  const fullName = place.fullName ?? data?.fullName ?? undefined;
  if (!data || fullName === undefined) {
    list.complete = false;
    list.malformed.push(
      malformedResult(
        'run',
        undefined,
        `the builds of ${fullName ?? 'a job'}`,
        parsed.error ?? 'it has no full name',
      ),
    );
    return 0;
  }
  if (data.builds && page === 0) {
    const branch = place.multibranch
      ? branchOf(fullName.slice(fullName.lastIndexOf('/') + 1))
      : undefined;
    list.jobs.push({
      fullName,
      builds: data.builds,
      ...(branch ? { branch } : {}),
    });
  }
  const children = data.jobs ?? [];
  const multibranch = isMultibranch(data);
  if (place.depth === 0) {
    list.isFolder = isFolder(data);
  }
  for (const child of children) {
    readItem(child, { depth: place.depth + 1, multibranch }, list);
  }
  if (place.depth > 0 && children.length > MAX_BELOW) {
    list.complete = false;
    list.limit = `${fullName} holds more than ${MAX_BELOW} items: name it where it matters`;
  }
  return children.length;
}
