import { runGit } from './runGit';
import { Push } from './Repositories';

/** Branches and tags by full name, with the object that each points at. */
export async function readRefs(
  directory: string,
  prefixes: string[] = ['refs/heads', 'refs/tags'],
): Promise<Map<string, string>> {
  const output = await runGit(directory, [
    'for-each-ref',
    '--format=%(objectname) %(refname)',
    ...prefixes,
  ]);
  return new Map(
    output
      .toString()
      .split('\n')
      .filter(line => line !== '')
      .map(line => {
        const space = line.indexOf(' ');
        return [line.slice(space + 1), line.slice(0, space)];
      }),
  );
}

/** What changed between two readings of the refs, as pushes. */
export function pushesBetween(
  repository: string,
  actor: string,
  before: Map<string, string>,
  after: Map<string, string>,
): Push[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter(ref => before.get(ref) !== after.get(ref))
    .map(ref => ({
      repository,
      ref,
      before: before.get(ref),
      after: after.get(ref),
      actor,
    }));
}
