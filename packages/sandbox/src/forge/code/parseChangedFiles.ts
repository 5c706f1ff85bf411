import { ChangedFile } from './CodeHost';

const statuses: Record<string, ChangedFile['status']> = {
  A: 'added',
  D: 'removed',
  R: 'renamed',
};

/** Reads `git diff -z --raw --numstat --no-abbrev`. */
export function parseChangedFiles(output: string): ChangedFile[] {
  const fields = output.split('\0').filter(field => field !== '');
  const files = new Map<string, ChangedFile>();
  for (let at = 0; at < fields.length; at++) {
    const raw = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[at]);
    if (raw) {
      const renamed = raw[2] === 'R';
      const previousPath = renamed ? fields[++at] : undefined;
      const path = fields[++at];
      files.set(path, {
        path,
        ...(previousPath && { previousPath }),
        status: statuses[raw[2]] ?? 'modified',
        additions: 0,
        deletions: 0,
        blob: /^0+$/.test(raw[1]) ? null : raw[1],
      });
      continue;
    }
    const counts = /^(\d+|-)\t(\d+|-)\t(.*)$/.exec(fields[at]);
    if (counts) {
      // A rename has no path here; the old and the new one follow.
      const path = counts[3] === '' ? fields[(at += 2)] : counts[3];
      const file = files.get(path);
      if (file) {
        file.additions = Number(counts[1]) || 0;
        file.deletions = Number(counts[2]) || 0;
      }
    }
  }
  return [...files.values()];
}
