import { z } from 'zod';
import {
  SourceFailure,
  touchedPaths,
  type GraphCommit,
} from '@throughline/plugin-delivery-node';
import { sha } from '../map/schemas';
import { projectPath, type ProjectPass } from './ProjectPass';

const Diff = z.array(z.object({ old_path: z.string(), new_path: z.string() }));
const Touching = z.array(z.object({ id: sha }));
const MAX_PAGES = 10;

/**
 * Which folders of interest commits with one parent touch: by their files where they are few, else by the folders' own
 * histories.
 *
 * @param where - the range that the commits are of, and the date of the oldest of them
 */
export async function readTouched(
  pass: ProjectPass,
  commits: readonly GraphCommit[],
  where: { range: string; since?: string },
): Promise<Map<string, Set<string>>> {
  const folders = pass.interest.paths.filter(path => path !== '');
  const touched = new Map<string, Set<string>>();
  if (folders.length === 0) {
    return touched;
  }
  const single = commits.filter(({ parents }) => parents.length < 2);
  if (single.length <= folders.length) {
    for (const commit of single) {
      const files = await readFiles(pass, commit.sha);
      touched.set(commit.sha, new Set(touchedPaths(files, folders)));
    }
    return touched;
  }
  for (const path of folders) {
    const list = await pass.client.list(
      'commits of a folder',
      projectPath(pass, 'repository', 'commits'),
      { ref_name: where.range, path, since: where.since },
      MAX_PAGES,
    );
    for (const { id } of parse(Touching, list?.items ?? [])) {
      touched.set(id, (touched.get(id) ?? new Set()).add(path));
    }
  }
  return touched;
}

/** The files that a commit changes, seen from its first parent. */
export async function readFiles(
  pass: ProjectPass,
  commit: string,
): Promise<string[]> {
  const list = await pass.client.list(
    'files of a commit',
    projectPath(pass, 'repository', 'commits', commit, 'diff'),
    {},
    MAX_PAGES,
  );
  return parse(Diff, list?.items ?? []).flatMap(file => [
    file.old_path,
    file.new_path,
  ]);
}

/** Half an answer would say that a folder is untouched. */
function parse<T>(schema: z.ZodType<T>, items: unknown[]): T {
  const parsed = schema.safeParse(items);
  if (!parsed.success) {
    throw new SourceFailure(
      'protocol',
      `the files of a commit have another shape: ${parsed.error.issues[0].message}`,
    );
  }
  return parsed.data;
}
