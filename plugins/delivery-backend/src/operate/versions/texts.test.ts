import { parse } from 'yaml';
import { applyVersion } from './applyVersion';
import type { VersionRule } from './VersionRule';

const rule: VersionRule = {
  strategy: 'value',
  repository: 'github.com/acme/gitops',
  file: 'values.yaml',
  path: 'image.tag',
  write: 'commit',
  origin: 'config',
  where: 'delivery.operations.versions[0]',
};

/** What each of them is to a reader of YAML 1.1 or 1.2 where nobody puts it in quotes. */
const OTHER_THAN_TEXT = [
  '1.10',
  '1e3',
  '12e4567',
  '0123',
  '0x1f',
  '0o17',
  '0b11',
  '1_000',
  '.5',
  '20241126',
  '2024-11-26',
  '12:30:45',
  'true',
  'False',
  'yes',
  'no',
  'on',
  'OFF',
  'y',
  'N',
  'null',
];

describe.each(['1.1', '1.2'] as const)('to a reader of YAML %s', version => {
  it.each(OTHER_THAN_TEXT)('%s stays a text', tag => {
    const result = applyVersion('image:\n  tag: v1 # now\n', rule, { tag });
    expect(result).toHaveProperty('text', `image:\n  tag: "${tag}" # now\n`);
    expect(parse((result as { text: string }).text, { version })).toEqual({
      image: { tag },
    });
  });

  it.each(['v1.10', '1.2.3', '1.2.3-rc.1', 'main-4f2a91c', 'latest'])(
    '%s needs no quotes',
    tag => {
      const result = applyVersion('image:\n  tag: v1 # now\n', rule, { tag });
      expect(result).toHaveProperty('text', `image:\n  tag: ${tag} # now\n`);
      expect(parse((result as { text: string }).text, { version })).toEqual({
        image: { tag },
      });
    },
  );
});

it.each([
  ["'v1'", "'1.10'"],
  ['"v1"', '"1.10"'],
  ['1.9', '"1.10"'],
  ['!!str 1.9', '!!str "1.10"'],
])('%s becomes %s', (before, after) => {
  expect(
    applyVersion(`image: { tag: ${before} }\n`, rule, { tag: '1.10' }),
  ).toHaveProperty('text', `image: { tag: ${after} }\n`);
});
