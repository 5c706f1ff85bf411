import fc from 'fast-check';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { applyVersion, readVersion } from './applyVersion';
import { formatScalarPath, parseScalarPath } from './ScalarPath';
import { setScalar } from './setScalar';
import type { VersionRule, WantedVersion } from './VersionRule';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const IMAGE = 'ghcr.io/acme/checkout';

const rule = (more: Partial<VersionRule>): VersionRule => ({
  strategy: 'value',
  repository: 'github.com/acme/gitops',
  file: 'values.yaml',
  write: 'commit',
  origin: 'config',
  where: 'delivery.operations.versions[0]',
  ...more,
});

/** Lines that differ, as `-old` and `+new`. */
function changed(before: string, after: string): string[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  expect(b).toHaveLength(a.length);
  return a.flatMap((line, index) =>
    line === b[index] ? [] : [`-${line}`, `+${b[index]}`],
  );
}

function apply(text: string, by: VersionRule, wanted: WantedVersion): string[] {
  const result = applyVersion(text, by, wanted);
  if ('refusedBecause' in result) {
    return [result.refusedBecause];
  }
  return changed(text, result.text);
}

const KUSTOMIZATION = `# Staging of checkout
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
    - ../../base   # all of it
images:
  - name:   ${IMAGE}
    newTag: "1.4.2" # by the bot
  - {name: other, newTag: 1.10}
`;

describe('a kustomization', () => {
  const by = rule({
    strategy: 'kustomizeImages',
    file: 'kustomization.yaml',
    image: IMAGE,
  });

  it('gets another tag, and keeps every comment, quote and space', () => {
    expect(apply(KUSTOMIZATION, by, { tag: '1.5.0' })).toEqual([
      '-    newTag: "1.4.2" # by the bot',
      '+    newTag: "1.5.0" # by the bot',
    ]);
    expect(readVersion(KUSTOMIZATION, by)).toBe('1.4.2');
  });

  it('keeps a tag that looks like a number a text', () => {
    const other = { ...by, image: 'other' };
    expect(readVersion(KUSTOMIZATION, other)).toBe('1.10');
    expect(apply(KUSTOMIZATION, other, { tag: '1.20' })).toEqual([
      '-  - {name: other, newTag: 1.10}',
      '+  - {name: other, newTag: "1.20"}',
    ]);
  });

  it('changes a digest with its tag, and refuses where the digest is not known', () => {
    const text = `images:\n- name: app\n  newName: ${IMAGE}\n  newTag: '1'\n  digest: ${OTHER}\n`;
    expect(apply(text, by, { tag: '2', digest: DIGEST })).toEqual([
      "-  newTag: '1'",
      "+  newTag: '2'",
      `-  digest: ${OTHER}`,
      `+  digest: ${DIGEST}`,
    ]);
    expect(apply(text, by, { tag: '2' })).toEqual([
      'kustomization.yaml names a digest, and the digest of the wanted version is not known',
    ]);
  });

  it.each([
    ['images: []', /has no entry of 'images' for ghcr/],
    [`images:\n- name: ${IMAGE}\n- name: ${IMAGE}\n`, /has 2 entries/],
    [`images:\n- name: ${IMAGE}\n  newName: x\n`, /neither newTag nor digest/],
    ['images: [', /is no YAML/],
  ])('is refused: %j', (text, reason) => {
    expect(apply(text, by, { tag: '2' })[0]).toMatch(reason);
  });
});

describe('a value', () => {
  it.each<[string, Partial<VersionRule>, WantedVersion, string[]]>([
    [
      'image:\n  tag: v1 # now\n',
      { path: 'image.tag' },
      { tag: 'v2' },
      ['-  tag: v1 # now', '+  tag: v2 # now'],
    ],
    [
      `image: docker.io/acme/app:1\n`,
      { path: 'image' },
      { tag: '2' },
      ['-image: docker.io/acme/app:1', '+image: docker.io/acme/app:2'],
    ],
    [
      `image: acme/app:1\n`,
      { path: 'image' },
      { tag: '2', repository: 'docker.io/acme/app' },
      ['-image: acme/app:1', '+image: acme/app:2'],
    ],
    [
      `image: localhost:5000/acme/app:1@${OTHER}\n`,
      { path: 'image' },
      { tag: '2', digest: DIGEST },
      [
        `-image: localhost:5000/acme/app:1@${OTHER}`,
        `+image: localhost:5000/acme/app:2@${DIGEST}`,
      ],
    ],
    [
      `image:\n  tag: "1"\n  digest: ${OTHER}\n`,
      { path: 'image.tag', digestPath: 'image.digest' },
      { tag: '2', digest: DIGEST },
      [
        '-  tag: "1"',
        '+  tag: "2"',
        `-  digest: ${OTHER}`,
        `+  digest: ${DIGEST}`,
      ],
    ],
    [
      `tag: v1@${OTHER}\n`,
      { path: 'tag' },
      { tag: 'v2', digest: DIGEST },
      [`-tag: v1@${OTHER}`, `+tag: v2@${DIGEST}`],
    ],
    [
      'image: nginx:1.25\n',
      { path: 'image' },
      { tag: '1.27', repository: 'docker.io/library/nginx' },
      ['-image: nginx:1.25', '+image: nginx:1.27'],
    ],
    [
      `image: { tag: v1, digest: "" }\n`,
      { path: 'image.tag' },
      { tag: 'v2' },
      ['-image: { tag: v1, digest: "" }', '+image: { tag: v2, digest: "" }'],
    ],
    [
      `tags:\n  main: &used v1\n`,
      { path: 'tags.main' },
      { tag: 'v2' },
      ['-  main: &used v1', '+  main: &used v2'],
    ],
    [
      '---\n# nothing in here\n---\nimage:\n  tag: v1\n',
      { path: 'image.tag' },
      { tag: 'v2' },
      ['-  tag: v1', '+  tag: v2'],
    ],
    [
      '{\n\t"image": {\n\t\t"build": 12\n\t}\n}\n',
      { path: 'image.build', file: 'eu.json' },
      { tag: 'v13' },
      ['-\t\t"build": 12', '+\t\t"build": "v13"'],
    ],
    [
      '{\n  "version": "1",\n  "region": "eu"\n}\n',
      { path: 'version', file: 'eu.json' },
      { tag: '2' },
      ['-  "version": "1",', '+  "version": "2",'],
    ],
  ])('%j', (text, more, wanted, lines) => {
    expect(apply(text, rule(more), wanted)).toEqual(lines);
  });

  it.each<[string, Partial<VersionRule>, WantedVersion, RegExp]>([
    [
      'image:\n  tag: v1\n',
      { path: 'image.digest' },
      { tag: '2' },
      /^values.yaml, image.digest: image has no key 'digest' \(it has: tag\)$/,
    ],
    [`a: ${OTHER}\n`, { path: 'a' }, { tag: '2' }, /digest of the wanted/],
    [
      `a: x/app:1\n`,
      { path: 'a' },
      { tag: '2', repository: 'y/app' },
      /names the image/,
    ],
    ['a: &t v1\nb: *t\n', { path: 'a' }, { tag: 'v2' }, /anchored as &t/],
    ['a: &t v1\nb: *t\n', { path: 'b' }, { tag: 'v2' }, /elsewhere \(\*t\)/],
    ['a: |\n  v1\n', { path: 'a' }, { tag: 'v2' }, /it is a block of text/],
    ['a:\nb: 1\n', { path: 'a' }, { tag: 'v2' }, /it is empty/],
    ['a: { b: 1 }\n', { path: 'a' }, { tag: 'v2' }, /it is a mapping/],
    ['a: [1, 2]\n', { path: 'a[2]' }, { tag: 'v2' }, /a list of 2/],
    ['a: v1\n', { path: 'a.b' }, { tag: 'v2' }, /a is 'v1', and has no keys/],
    ['a: b\na: c\n', { path: 'a' }, { tag: 'v2' }, /no YAML: Map keys/],
    [
      'a: [{ n: x, v: 1 }, { n: x, v: 2 }]\n',
      { path: 'a[n=x].v' },
      { tag: 'v2' },
      /a has 2 entries of n=x \(of 2\)/,
    ],
    [
      `image:\n  tag: v1\n  digest: ${OTHER}\n`,
      { path: 'image.tag' },
      { tag: 'v2', digest: DIGEST },
      /beside it the digest sha256:b+… is pinned/,
    ],
    [
      'image: { repository: acme/proxy, tag: v1 }\n',
      { path: 'image.tag' },
      { tag: 'v2', repository: IMAGE },
      /it is of the image acme\/proxy, not of ghcr/,
    ],
    [`tag: v1@${OTHER}\n`, { path: 'tag' }, { tag: 'v2' }, /names a digest/],
    ['a: v1\n---\na: v1\n', { path: 'a' }, { tag: 'v2' }, /2 documents/],
    ['a: v1\n', { path: 'a' }, {}, /nothing tells the tag/],
  ])('is refused: %j', (text, more, wanted, reason) => {
    expect(apply(text, rule(more), wanted)[0]).toMatch(reason);
  });
});

describe('a revision', () => {
  const text = `---
kind: Namespace
metadata: { name: shop }
---
kind: HelmRelease
metadata: { name: shop }
spec:
  chart:
    spec:
      version: '1.0.0'
`;

  it('is changed in the object that asks for it', () => {
    expect(
      apply(
        text,
        rule({
          strategy: 'revision',
          document: { kind: 'HelmRelease', name: 'shop' },
          path: 'spec.chart.spec.version',
        }),
        { revision: '1.1.0' },
      ),
    ).toEqual(["-      version: '1.0.0'", "+      version: '1.1.0'"]);
  });

  it('is refused where the object is not there', () => {
    expect(
      apply(
        text,
        rule({
          strategy: 'revision',
          document: { kind: 'HelmRelease', name: 'other' },
          path: 'spec.chart.spec.version',
        }),
        { revision: '1.1.0' },
      )[0],
    ).toMatch(/no document HelmRelease 'other'/);
  });
});

describe('a path', () => {
  it.each([
    'image.tag',
    'spec.sources[1].targetRevision',
    'images[name=ghcr.io/acme/checkout].newTag',
    '["a.b"].c',
  ])('%s is read and written', text => {
    expect(formatScalarPath(parseScalarPath(text))).toBe(text);
  });

  it.each(['', '.a', 'a..b', 'a[', 'a b', 'a[x]'])('%j is refused', text => {
    expect(() => parseScalarPath(text)).toThrow(/path of a value/);
  });
});

const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,30}$/);

it('whatever the file, either one value changes or nothing does', () => {
  const file = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,6}$/),
    fc.oneof(tag, fc.string(), fc.array(fc.string()), fc.integer()),
  );
  fc.assert(
    fc.property(file, tag, tag, (content, before, after) => {
      const text = stringify({ ...content, version: before });
      const result = setScalar(
        text,
        { path: [{ type: 'key', key: 'version' }] },
        after,
      );
      if ('refusedBecause' in result) {
        throw new Error(result.refusedBecause);
      }
      expect(parse(result.text)).toEqual({
        ...parse(text),
        version: after,
      });
    }),
  );
});

it('whatever the text is, what comes of it can be read, and nothing throws', () => {
  fc.assert(
    fc.property(fc.string(), tag, (text, value) => {
      const result = setScalar(
        text,
        { path: [{ type: 'key', key: 'a' }] },
        value,
      );
      const after = 'text' in result ? result.text : '';
      const isRead = parseAllDocuments(after).every(
        each => each.errors.length === 0,
      );
      expect(isRead).toBe(true);
    }),
  );
});
