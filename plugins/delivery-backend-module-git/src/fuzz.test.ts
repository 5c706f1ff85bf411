import { readItems, SourceFailure } from '@throughline/plugin-delivery-node';
import { describeFuzz } from '@throughline/plugin-delivery-node/testing';
import { LogParser, type LogCommit } from './history/LogParser';
import { PathSet } from './history/PathSet';
import { readCommit } from './map/readCommit';
import { readReleases } from './map/readReleases';
import { parseMirrorRefs } from './mirror/parseMirrorRefs';
import { parseRemoteRefs } from './mirror/RemoteRefs';

const REPOSITORY = 'git.example.test/acme/shop';
const SHA = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const AT = '1790000000';

/** What Git prints, of fields that may be anything. */
function printed(fields: unknown, separator: string): string {
  return (Array.isArray(fields) ? fields : [fields])
    .map(field => (typeof field === 'string' ? field : JSON.stringify(field)))
    .join(separator);
}

function readLog(fields: unknown) {
  const commits: LogCommit[] = [];
  const parser = new LogParser(new PathSet(['', 'deploy']), one =>
    commits.push(one),
  );
  const bytes = Buffer.from(printed(fields, '\0'));
  // It comes in pieces, which end anywhere.
  parser.push(bytes.subarray(0, 50));
  parser.push(bytes.subarray(50));
  parser.end();
  return readItems(commits.map(one => readCommit(REPOSITORY, one, true)));
}

function readRefs(lines: unknown) {
  const rows = Array.isArray(lines) ? lines : [lines];
  return readReleases(
    REPOSITORY,
    parseMirrorRefs(rows.map(row => printed(row, '\u001f')).join('\n')),
  );
}

function readHeads(lines: unknown) {
  const rows = Array.isArray(lines) ? lines : [lines];
  const { defaultBranch, head } = parseRemoteRefs(
    rows.map(row => printed(row, '\t')).join('\n'),
  );
  return defaultBranch && head && /^[0-9a-f]{40}$/.test(head)
    ? [
        {
          kind: 'branch' as const,
          key: `${REPOSITORY}:${defaultBranch}`,
          repository: REPOSITORY,
          name: defaultBranch,
          sha: head,
          isDefault: true,
        },
      ]
    : [];
}

describeFuzz(
  'Git',
  [
    {
      name: 'a log',
      payloads: [
        [
          ...['', SHA, OTHER, 'Ada', AT, 'Merge\n\nSigned-off-by: x', ''],
          ...['\ndeploy/a.yaml', 'b', ''],
          ...[OTHER, `${SHA} ${SHA}`, 'x[bot]', AT, 'Begin', '', '\na', ''],
        ],
      ],
      words: [SHA, '', '0', '-1', '1e300', `${SHA}\n`],
      read: readLog,
      says: () => false,
      refuses: error =>
        error instanceof SourceFailure && error.kind === 'protocol',
    },
    {
      name: 'branches and tags of a mirror',
      payloads: [
        [
          ['refs/heads/main', 'commit', SHA, '', '', AT, '', 'Begin'],
          ['refs/tags/v1.0', 'tag', OTHER, 'commit', SHA, AT, 'Ada', 'First'],
          ['refs/tags/shop/v1.1.0-rc.1', 'commit', SHA, '', '', AT, '', 'x'],
        ],
      ],
      words: ['commit', 'tag', 'tree', 'refs/tags/2.0.0', '253402300800'],
      read: readRefs,
      says: () => false,
    },
    {
      name: 'what a host tells of its references',
      payloads: [
        [
          ['ref: refs/heads/main', 'HEAD'],
          [SHA, 'HEAD'],
          [SHA, 'refs/heads/main'],
          [OTHER, 'refs/tags/v1'],
        ],
      ],
      words: ['HEAD', 'ref: refs/heads/none', 'c'.repeat(64)],
      read: readHeads,
      says: () => false,
    },
  ],
  { isNeverGreen: true },
);
