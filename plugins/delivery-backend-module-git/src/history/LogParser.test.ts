import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import fc from 'fast-check';
import { GitRepository } from '../fixtures/GitRepository';
import { LOG_FORMAT, LogParser, type LogCommit } from './LogParser';
import { PathSet } from './PathSet';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000);

interface Written {
  sha: string;
  parents: string[];
  author: string;
  committedAt: number;
  message: string;
  files: string[];
}

/** As Git writes it: the first file follows after a line feed. */
function write(commits: readonly Written[]): Buffer {
  return Buffer.from(
    commits
      .map(commit =>
        [
          '',
          commit.sha,
          commit.parents.join(' '),
          commit.author,
          commit.committedAt,
          commit.message,
          '',
          ...commit.files.map((file, index) => (index ? file : `\n${file}`)),
          '',
        ].join('\0'),
      )
      .join(''),
  );
}

function parse(chunks: readonly Buffer[], paths: readonly string[]) {
  const commits: LogCommit[] = [];
  const parser = new LogParser(new PathSet(paths), one => commits.push(one));
  chunks.forEach(chunk => parser.push(chunk));
  parser.end();
  return commits;
}

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [0, ...at.map(one => one % (bytes.length + 1)), bytes.length];
  places.sort((a, b) => a - b);
  return places.slice(1).map((to, index) => bytes.subarray(places[index], to));
}

const sha = fc.stringMatching(/^[0-9a-f]{40}$/);
const text = (min = 0) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: min, maxLength: 30 }),
      fc.constantFrom('a\nb', '\n', ' ', '"', '\\', 'ü/ñ', '\u001f', '..'),
    )
    .map(one => one.replaceAll('\0', '·'));
const name = fc
  .array(
    text(1).filter(one => one !== '' && !one.includes('/')),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map(parts => parts.join('/'));
const commit: fc.Arbitrary<Written> = fc.record({
  sha,
  parents: fc.array(sha, { maxLength: 3 }),
  author: text(),
  committedAt: fc.nat(2_000_000_000),
  message: text(),
  files: fc.array(name, { maxLength: 5 }),
});

/** Nothing where it says that it is no log; other errors are errors. */
function attempt(read: () => string[]): string[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof SourceFailure) {
      return [];
    }
    throw error;
  }
}

describe('LogParser', () => {
  it('reads what was written, whatever the names are and wherever the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(commit, { maxLength: 6 }),
        fc.array(name, { maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 10 }),
        (commits, more, places) => {
          const paths = [
            ...more,
            ...commits.flatMap(({ files }) => files.slice(0, 1)),
            ...commits.flatMap(({ files }) =>
              files.slice(1, 2).map(file => file.split('/')[0]),
            ),
          ];
          const expected = commits.map(({ files, ...rest }) => ({
            ...rest,
            paths: [
              ...new Set(
                paths.filter(one =>
                  files.some(
                    file => file === one || file.startsWith(`${one}/`),
                  ),
                ),
              ),
            ].sort(),
          }));
          expect(parse(cut(write(commits), places), paths)).toEqual(expected);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('never takes a stream that was changed or cut off for a whole one with other names', () => {
    fc.assert(
      fc.property(
        fc.array(commit, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        fc.nat(255),
        fc.boolean(),
        (commits, place, byte, cutOff) => {
          const whole = Buffer.from(write(commits));
          const at = place % whole.length;
          if (!cutOff) {
            whole[at] = byte;
          }
          const bytes = cutOff ? whole.subarray(0, at) : whole;
          const names = attempt(() => parse([bytes], ['']).map(one => one.sha));
          expect(names.every(one => /^[0-9a-f]{40}$/.test(one))).toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('keeps no more of a message than is of use', () => {
    const [only] = parse(
      [
        write([
          {
            sha: 'a'.repeat(40),
            parents: [],
            author: '',
            committedAt: 1,
            message: 'x'.repeat(1_000_000),
            files: [],
          },
        ]),
      ],
      [],
    );
    expect(only.message).toHaveLength(256 * 1024);
  });

  it('reads what Git itself makes of odd names, subjects and merges', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'log-'));
    try {
      const repository = new GitRepository(folder);
      const names = fc
        .sample(name, { numRuns: 60, seed: 7 })
        // Git refuses these as parts of a name.
        .filter(one => !/(^|\/)(\.|\.\.|\.git)(\/|$)/i.test(one));
      const shas = names.map((file, index) =>
        repository.commit('main', fc.sample(text(), { seed: index })[0], {
          [`d${index}/${file}`]: '1',
        }),
      );
      const side = repository.commit(
        'side',
        'Beside',
        { 's/x': '1' },
        {
          parents: [shas[0]],
        },
      );
      const merge = repository.commit(
        'main',
        'Merge',
        { 's/x': '1' },
        {
          parents: [shas[shas.length - 1], side],
        },
      );
      const log = repository.git([
        'log',
        '-z',
        '--name-only',
        '--no-renames',
        '--diff-merges=first-parent',
        `--format=${LOG_FORMAT}`,
        'main',
      ]);
      const paths = ['s', ...names.map((file, index) => `d${index}/${file}`)];
      const told = new Map(
        parse([Buffer.from(log)], paths).map(one => [one.sha, one.paths]),
      );
      expect(told.size).toBe(shas.length + 2);
      expect(told.get(merge)).toEqual(['s']);
      shas.forEach((one, index) =>
        expect(told.get(one)).toEqual([`d${index}/${names[index]}`]),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
