import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { readOptionalSecret } from './Secret';
import { readName, refuseDuplicateNames } from './readName';
import { readUrl } from './readUrl';

const PATH = 'delivery.some.instances[0]';

describe('readUrl', () => {
  const read = (url?: string) =>
    readUrl(new ConfigReader({ url } as never), 'url', PATH);

  it.each([
    ['https://a.example.test', 'https://a.example.test'],
    ['https://a.example.test/', 'https://a.example.test'],
    ['http://a.example.test:8080/base//', 'http://a.example.test:8080/base'],
  ])('%s', (url, expected) => {
    expect(read(url)).toBe(expected);
  });

  it.each([
    [undefined, /missing/],
    ['a.example.test', /not a URL/],
    ['ftp://a.example.test', /'ftp' is not supported/],
    ['https://ada:hunter2@a.example.test', /credentials/],
    ['https://a.example.test/?x=1', /query/],
    ['https://a.example.test/#x', /query or a fragment/],
  ])('refuses %s', (url, problem) => {
    expect(() => read(url)).toThrow(problem);
    expect(() => read(url)).toThrow(`'${PATH}.url'`);
    expect(() => read(url)).not.toThrow('hunter2');
  });
});

describe('names', () => {
  const read = (name?: string) =>
    readName(new ConfigReader({ name } as never), PATH);

  it.each(['a', 'prod-eu.1_x', '0', 'x'.repeat(63)])('%s is one', name => {
    expect(read(name)).toBe(name);
  });

  it.each([undefined, 'a b', '-a', 'a:b', 'a/b', 'ä', 'x'.repeat(64)])(
    '%s is none',
    name => {
      expect(() => read(name)).toThrow(`'${PATH}.name'`);
    },
  );

  it('that repeat are refused, with both places', () => {
    expect(() => refuseDuplicateNames(['a', 'b'], 'list')).not.toThrow();
    expect(() => refuseDuplicateNames(['a', 'b', 'a'], 'list')).toThrow(
      /'list\[2\]\.name'.*list\[0\]/,
    );
  });
});

describe('readOptionalSecret', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secret-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = (values: object) =>
    readOptionalSecret(new ConfigReader(values as never), 'token', PATH);

  it('is undefined where there is none', () => {
    expect(read({})).toBeUndefined();
  });

  it('is the value, without the space around it', async () => {
    await expect(read({ token: ' abc\n' })?.get()).resolves.toBe('abc');
  });

  it('is what the file holds now, as a mounted secret may rotate', async () => {
    const file = join(folder, 'token');
    await writeFile(file, 'first\n');
    const secret = read({ tokenFile: file });
    await expect(secret?.get()).resolves.toBe('first');
    await writeFile(file, 'second\n');
    await utimes(file, new Date(), new Date(Date.now() + 5_000));
    await expect(secret?.get()).resolves.toBe('second');
  });

  it('fails, without the file being named, when the file is gone or empty', async () => {
    const file = join(folder, 'token');
    const secret = read({ tokenFile: file });
    await expect(secret?.get()).rejects.toMatchObject({
      kind: 'authentication',
      message: `The file of '${PATH}.tokenFile' cannot be read: ENOENT`,
    });
    await writeFile(file, ' \n');
    await expect(secret?.get()).rejects.toMatchObject({
      kind: 'authentication',
      message: expect.stringContaining('is empty'),
    });
  });

  it.each([
    [{ token: 'a', tokenFile: '/b' }, /both given/],
    [{ token: ' ' }, /empty/],
  ])('refuses %j', (values, problem) => {
    expect(() => read(values)).toThrow(problem);
    expect(() => read(values)).toThrow(`'${PATH}.token'`);
  });

  it('is not in what its object shows', () => {
    expect(JSON.stringify(read({ token: 'abcdef' }))).not.toContain('abcdef');
  });
});
