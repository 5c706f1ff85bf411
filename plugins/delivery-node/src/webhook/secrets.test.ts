import crypto, { createHmac } from 'node:crypto';
import { ConfigReader } from '@backstage/config';
import type { Secret } from '../config/Secret';
import { RotatedFiles } from '../http/fixtures/RotatedFiles';
import { matchesAnySecret, readWebhookSecrets } from './secrets';

const PATH = 'delivery.some.webhook';

describe('readWebhookSecrets', () => {
  let files: RotatedFiles;

  beforeEach(async () => {
    files = await RotatedFiles.create();
  });
  afterEach(() => files.remove());

  const read = (config: object) =>
    readWebhookSecrets(new ConfigReader(config as never), PATH);
  const values = (secrets: Secret[]) =>
    Promise.all(secrets.map(secret => secret.get()));

  it('reads none where nothing is configured', () => {
    expect(readWebhookSecrets(undefined, PATH)).toEqual([]);
    expect(read({})).toEqual([]);
  });

  it('reads the one, and those that are in use beside it', async () => {
    const secretFile = await files.write('secret', 'third\n');
    expect(
      await values(
        read({
          secret: 'first',
          secrets: [{ secret: 'second' }, { secretFile }],
        }),
      ),
    ).toEqual(['first', 'second', 'third']);
    await files.write('secret', 'fourth\n');
    expect(await values(read({ secrets: [{ secretFile }] }))).toEqual([
      'fourth',
    ]);
  });

  it.each<[object, RegExp]>([
    [{ secret: ' ' }, /'delivery\.some\.webhook\.secret'.*empty/],
    [{ secrets: [{ secret: 'a' }, {}] }, /secrets\[1\]\.secret'.*missing/],
    [
      { secrets: [{ secret: 'hunter2', secretFile: '/s' }] },
      /secrets\[0\]\.secret'.*both given/,
    ],
  ])('refuses %j', (config, problem) => {
    expect(() => read(config)).toThrow(problem);
    expect(() => read(config)).not.toThrow('hunter2');
  });
});

describe('matchesAnySecret', () => {
  const secret = (value: string): Secret => ({ get: async () => value });
  const lost: Secret = {
    get: async () => {
      throw new Error('ENOENT');
    },
  };
  const body = Buffer.from('{"ref":"refs/heads/main"}');
  const sign = (value: string) =>
    `sha256=${createHmac('sha256', value).update(body).digest('hex')}`;

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each<[string, string, Secret[], boolean]>([
    ['the only one', sign('a'), [secret('a')], true],
    ['the first', sign('a'), [secret('a'), secret('b')], true],
    ['the last', sign('b'), [secret('a'), secret('b')], true],
    ['none', sign('c'), [secret('a'), secret('b')], false],
    ['none where there is none', sign(''), [], false],
    [
      'another beside one that cannot be read',
      sign('b'),
      [lost, secret('b')],
      true,
    ],
    ['none where it cannot be read', sign('undefined'), [lost], false],
    ['none where nothing is shown', '', [secret('a')], false],
    ['none by its beginning', sign('a').slice(0, -1), [secret('a')], false],
    ['none by more than it', `${sign('a')}0`, [secret('a')], false],
    ['none by another case', sign('a').toUpperCase(), [secret('a')], false],
  ])('is made by %s', async (_, given, secrets, matches) => {
    await expect(matchesAnySecret(given, sign, secrets)).resolves.toBe(matches);
  });

  it('takes a secret that rotates in its file, and the old one no more', async () => {
    const files = await RotatedFiles.create();
    const secretFile = await files.write('secret', 'before');
    const secrets = readWebhookSecrets(new ConfigReader({ secretFile }), PATH);
    const shows = (value: string) =>
      matchesAnySecret(sign(value), sign, secrets);
    expect([await shows('before'), await shows('after')]).toEqual([
      true,
      false,
    ]);
    await files.write('secret', 'after');
    expect([await shows('before'), await shows('after')]).toEqual([
      false,
      true,
    ]);
    await files.remove();
  });

  it('compares all secrets in constant time, whatever the first ones say and however long they are', async () => {
    const compare = jest.spyOn(crypto, 'timingSafeEqual');
    const secrets = ['a', 'b'.repeat(500), 'c'].map(secret);
    for (const given of ['a', 'c', 'x', '']) {
      compare.mockClear();
      await matchesAnySecret(given, value => value, secrets);
      expect(
        compare.mock.calls.map(([shown, expected]) => [
          shown.byteLength,
          expected.byteLength,
        ]),
      ).toEqual(Array(3).fill([32, 32]));
    }
  });
});
