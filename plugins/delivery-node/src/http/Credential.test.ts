import { ConfigReader } from '@backstage/config';
import { SourceFailure } from '../contract';
import { readCredential, type CredentialOptions } from './Credential';
import { RotatedFiles } from './fixtures/RotatedFiles';
import {
  startTokenServer,
  type TokenServer,
} from './fixtures/startTokenServer';
import { readHttpSettings, type HttpSettings } from './HttpSettings';

const PATH = 'delivery.some.instances[0]';
const START = Date.UTC(2026, 0, 1);

describe('readCredential', () => {
  let files: RotatedFiles;
  let http: HttpSettings;

  beforeEach(async () => {
    files = await RotatedFiles.create();
    http = readHttpSettings(new ConfigReader({}), PATH);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await http.close();
    await files.remove();
  });

  const read = (config: object, more: Partial<CredentialOptions> = {}) =>
    readCredential(new ConfigReader(config as never), PATH, { http, ...more });

  const failureOf = (promise: Promise<unknown> | undefined) =>
    promise?.then(
      () => undefined,
      (error: SourceFailure) => error,
    );

  it('is none where none is given', () => {
    expect(read({ url: 'https://here' })).toBeUndefined();
  });

  describe('a token', () => {
    it('is shown as a bearer’s', async () => {
      const credential = read({ token: ' s3cret\n' });
      expect(credential?.kind).toBe('token');
      await expect(credential?.headers()).resolves.toEqual({
        authorization: 'Bearer s3cret',
      });
    });

    it('is shown as the vendor wants it', async () => {
      const credential = read(
        { token: 's3cret' },
        { tokenHeaders: token => ({ 'private-token': token }) },
      );
      await expect(credential?.headers()).resolves.toEqual({
        'private-token': 's3cret',
      });
    });

    it('of a file is read again when that changes', async () => {
      const tokenFile = await files.write('token', 'before\n');
      const credential = read({ tokenFile });
      const shown = async () => (await credential?.headers())?.authorization;
      expect(await shown()).toBe('Bearer before');
      await files.write('token', 'after\n');
      expect(await shown()).toBe('Bearer after');
    });

    it.each([
      ['is not there', undefined, 'cannot be read: ENOENT'],
      ['is empty', '\n', 'is empty'],
    ])(
      'whose file %s is a failure of authentication, until it is there',
      async (_, text, problem) => {
        if (text !== undefined) {
          await files.write('token', text);
        }
        const credential = read({ tokenFile: files.at('token') });
        const failure = await failureOf(credential?.headers());
        expect(failure).toBeInstanceOf(SourceFailure);
        expect(failure?.kind).toBe('authentication');
        expect(failure?.message).toBe(
          `The file of '${PATH}.tokenFile' ${problem}`,
        );
        await files.write('token', 's3cret');
        await expect(credential?.headers()).resolves.toEqual({
          authorization: 'Bearer s3cret',
        });
      },
    );
  });

  describe('a name with a password', () => {
    it('is shown as RFC 7617 has it, in UTF-8', async () => {
      const credential = read({ username: 'ada', password: 'pässwörd:1' });
      expect(credential?.kind).toBe('basic');
      const { authorization } = (await credential?.headers())!;
      expect(
        Buffer.from(authorization.replace('Basic ', ''), 'base64').toString(),
      ).toBe('ada:pässwörd:1');
    });

    it('of a file is read again when that changes', async () => {
      const passwordFile = await files.write('password', 'before');
      const credential = read({ username: 'ada', passwordFile });
      await credential?.headers();
      await files.write('password', 'after');
      await expect(credential?.headers()).resolves.toEqual({
        authorization: `Basic ${btoa('ada:after')}`,
      });
    });
  });

  describe('OAuth client credentials', () => {
    let server: TokenServer;

    beforeEach(async () => {
      server = await startTokenServer();
    });
    afterEach(() => server.close());

    const oauth = (more: object = {}) => ({
      oauth: {
        tokenUrl: server.url,
        clientId: 'through:line',
        clientSecret: 's3cret/1',
        ...more,
      },
    });
    const at = (ms: number) =>
      jest.spyOn(Date, 'now').mockReturnValue(START + ms);

    it('are asked for as RFC 6749 has it, and the token is shown', async () => {
      const credential = read(oauth({ scope: 'read all', audience: 'api' }));
      expect(credential?.kind).toBe('oauth');
      await expect(credential?.headers()).resolves.toEqual({
        authorization: 'Bearer token-1',
      });
      expect(server.asked).toEqual([
        {
          // Both are form-encoded first, section 2.3.1.
          authorization: `Basic ${btoa('through%3Aline:s3cret%2F1')}`,
          form: {
            grant_type: 'client_credentials',
            scope: 'read all',
            audience: 'api',
          },
        },
      ]);
    });

    it('are asked for once by many at the same time', async () => {
      const credential = read(oauth());
      const shown = await Promise.all(
        Array.from({ length: 20 }, () => credential?.headers()),
      );
      expect(new Set(shown.map(one => one?.authorization))).toEqual(
        new Set(['Bearer token-1']),
      );
      expect(server.asked).toHaveLength(1);
    });

    it.each<[string, unknown, number]>([
      ['half a minute before its end', 3600, 3_570_000],
      ['half a minute before its end, told as text', '3600', 3_570_000],
      ['at half of a short life', 20, 10_000],
      [
        'after five minutes less that where the end is not told',
        undefined,
        270_000,
      ],
      ['as well where the end is told and cannot be read', 'soon', 270_000],
      ['as well where the end is null', null, 270_000],
      ['as well where the end is past', -1, 270_000],
    ])('are renewed %s', async (_, expiresIn, ms) => {
      server.expiresIn = expiresIn;
      const credential = read(oauth());
      const shown = async () => (await credential?.headers())?.authorization;
      at(0);
      expect(await shown()).toBe('Bearer token-1');
      at(ms - 1);
      expect(await shown()).toBe('Bearer token-1');
      at(ms);
      expect(await shown()).toBe('Bearer token-2');
    });

    it('use the secret of a file as it is when a token is asked for', async () => {
      server.expiresIn = 60;
      const clientSecretFile = await files.write('secret', 'before');
      const credential = read(
        oauth({ clientSecret: undefined, clientSecretFile }),
      );
      at(0);
      await credential?.headers();
      await files.write('secret', 'after');
      at(60_000);
      await credential?.headers();
      expect(server.asked.map(({ authorization }) => authorization)).toEqual(
        ['before', 'after'].map(
          secret => `Basic ${btoa(`through%3Aline:${secret}`)}`,
        ),
      );
    });

    it.each<[string, NonNullable<TokenServer['answer']>, RegExp]>([
      [
        'a refusal that repeats what it was sent',
        { status: 401, body: '{"error":"invalid_client s3cret/1"}' },
        /gave no token: it answered 401$/,
      ],
      [
        'a page for people',
        { status: 200, body: '<html>s3cret/1</html>' },
        /answered 200 without an access_token$/,
      ],
      [
        'an answer without a token',
        { status: 200, body: '{"access_token":""}' },
        /answered 200 without an access_token$/,
      ],
      [
        'a redirect, which the secret does not follow',
        { status: 302, body: '', headers: { location: '/elsewhere' } },
        /answered 302$/,
      ],
      ['a fault', { status: 503, body: 'busy' }, /answered 503$/],
    ])(
      '%s is a failure of authentication that tells no secret; the next request asks again',
      async (_, answer, problem) => {
        server.answer = answer;
        const credential = read(oauth());
        const failure = await failureOf(credential?.headers());
        expect(failure).toBeInstanceOf(SourceFailure);
        expect(failure?.kind).toBe('authentication');
        expect(failure?.message).toMatch(problem);
        expect(JSON.stringify([failure, failure?.stack])).not.toMatch(
          /s3cret|s3cret%2F1/,
        );
        expect(server.asked).toHaveLength(1);
        server.answer = undefined;
        await expect(credential?.headers()).resolves.toEqual({
          authorization: 'Bearer token-2',
        });
      },
    );

    it('name the server that cannot be reached', async () => {
      const credential = read(oauth());
      const { host } = new URL(server.url);
      await server.close();
      const failure = await failureOf(credential?.headers());
      expect(failure?.kind).toBe('authentication');
      expect(failure?.message).toBe(
        `${host}, which gives the tokens, cannot be reached: ECONNREFUSED`,
      );
    });
  });

  describe('refuses', () => {
    const complete = {
      tokenUrl: 'https://login.example.test/token',
      clientId: 'throughline',
      clientSecret: 's3cret',
    };

    it.each<[string, object, RegExp]>([
      [
        'a token and its file',
        { token: 's3cret', tokenFile: '/t' },
        /token'.*both given/,
      ],
      ['an empty token', { token: ' ' }, /token'.*empty/],
      [
        'several ways',
        { token: 's3cret', username: 'ada', password: 's3cret' },
        /token and password are given together/,
      ],
      [
        'all ways',
        { token: 's3cret', username: 'a', password: 's3cret', oauth: complete },
        /token and password and oauth are given together/,
      ],
      ['a name without a password', { username: 'ada' }, /password'.*missing/],
      [
        'a password without a name',
        { password: 's3cret' },
        /username'.*missing/,
      ],
      [
        'a client without an id',
        { oauth: { ...complete, clientId: undefined } },
        /oauth\.clientId'.*missing/,
      ],
      [
        'a client without a secret',
        { oauth: { ...complete, clientSecret: undefined } },
        /oauth\.clientSecret'.*missing/,
      ],
      [
        'a client without a server',
        { oauth: { ...complete, tokenUrl: undefined } },
        /oauth\.tokenUrl'.*missing/,
      ],
      [
        'a server whose URL holds a credential',
        { oauth: { ...complete, tokenUrl: 'https://a:s3cret@login/token' } },
        /oauth\.tokenUrl'/,
      ],
    ])('%s', (_, config, problem) => {
      expect(() => read(config)).toThrow(problem);
      expect(() => read(config)).toThrow(`'${PATH}`);
      expect(() => read(config)).not.toThrow('s3cret');
    });
  });
});
