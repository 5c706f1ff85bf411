import { touchedPaths } from '../history/touchesPath';
import { RestCommit } from '../map/readCommit';
import type { RepositoryPass } from './RepositoryPass';

/** The upstream tells 3,000 files at most, 300 a page. */
const MAX_PAGES = 10;

/** Which of the folders one commit touches, by the files that it changes. */
export async function askFiles(
  pass: RepositoryPass,
  sha: string,
  folders: readonly string[],
): Promise<Set<string>> {
  const files: string[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await pass.client.get(
      'commit',
      ['repos', pass.name.owner, pass.name.name, 'commits', sha],
      { page, per_page: 300 },
    );
    if (answer.type !== 'ok') {
      break;
    }
    const { data } = RestCommit.pick({ files: true }).safeParse(answer.json);
    for (const file of data?.files ?? []) {
      files.push(file.filename);
      if (file.previous_filename) {
        files.push(file.previous_filename);
      }
    }
    if (!answer.more) {
      break;
    }
  }
  return new Set(touchedPaths(files, folders));
}
