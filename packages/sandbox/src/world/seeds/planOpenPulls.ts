import { Random } from '../Random';
import { ServiceSpec } from '../services';
import { PlannedPull } from './PlannedChange';
import { authorFor, branchName } from './planSource';
import { SourceFiles } from './SourceFiles';

const HOUR = 3_600_000;

const titles = [
  'Try the new connection pool',
  'Answer with problem details everywhere',
  'Replace the feature flag client',
  'Split the handler tests',
];

/** Pull requests that are still open: the first is ready, others are drafts. */
export function planOpenPulls(
  services: ServiceSpec[],
  now: Date,
  numbers: { next: number },
  files: SourceFiles,
  random: Random,
): PlannedPull[] {
  const service = services[0];
  return random
    .shuffle(titles)
    .slice(0, random.integer(1, 3))
    .map((title, index) => {
      const author = authorFor(service, random);
      const number = numbers.next;
      numbers.next += 1;
      const opened = now.getTime() - random.integer(4, 90) * HOUR;
      const subjects = [title, 'Take review comments in'].slice(
        0,
        random.integer(1, 2),
      );
      return {
        number,
        branch: branchName(author, title),
        title,
        draft: index > 0,
        author,
        commits: subjects.map((subject, position) => ({
          subject,
          at: new Date(opened + position * HOUR),
          files: files.change(service, subject),
        })),
      };
    });
}
