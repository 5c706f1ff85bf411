import { ConfigReader } from '@backstage/config';
import { SourceFailure } from '../contract';
import { Authority } from './fixtures/Authority';
import { RotatedFiles } from './fixtures/RotatedFiles';
import { startProxy, type Proxy } from './fixtures/startProxy';
import { startTlsServer, type TlsServer } from './fixtures/startTlsServer';
import { readHttpSettings, type HttpSettings } from './HttpSettings';
import { UpstreamClient } from './UpstreamClient';

const PATH = 'delivery.some.instances[0]';
const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'].flatMap(name => [
  name,
  name.toLocaleLowerCase('en-US'),
]);

describe('readHttpSettings', () => {
  const environment = { ...process.env };
  const open: { close(): Promise<void> }[] = [];
  const authority = new Authority('Authority of tests');
  let files: RotatedFiles;

  beforeEach(async () => {
    PROXIES.forEach(name => delete process.env[name]);
    files = await RotatedFiles.create();
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map(one => one.close()));
    await files.remove();
    PROXIES.forEach(name => delete process.env[name]);
    Object.assign(process.env, environment);
  });

  function settings(config: object): HttpSettings {
    const http = readHttpSettings(new ConfigReader(config as never), PATH);
    open.push(http);
    return http;
  }

  async function server(
    ...options: Parameters<typeof startTlsServer>
  ): Promise<TlsServer> {
    const started = await startTlsServer(...options);
    open.push(started);
    return started;
  }

  async function ask(http: HttpSettings, port: number): Promise<unknown> {
    const response = await http.fetch(`https://127.0.0.1:${port}/`);
    return response.json();
  }

  /** As undici tells it: the reason is the cause. */
  const refused = (code: string) => ({
    cause: expect.objectContaining({ code }),
  });

  describe('certificates', () => {
    it('of an authority of its own count where the file of that is named, and only there', async () => {
      const { port } = await server(authority.issue('here', ['127.0.0.1']));
      const caFile = await files.write('ca.pem', authority.cert);
      const other = await files.write('other.pem', new Authority('Other').cert);
      await expect(ask(settings({ tls: { caFile } }), port)).resolves.toEqual({
        well: true,
      });
      for (const tls of [{}, { caFile: other }]) {
        await expect(ask(settings({ tls }), port)).rejects.toMatchObject(
          refused('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
        );
      }
    });

    it('are for the name of the URL, or for the one that is told', async () => {
      const { port } = await server(
        authority.issue('upstream', ['upstream.internal']),
      );
      const caFile = await files.write('ca.pem', authority.cert);
      await expect(
        ask(settings({ tls: { caFile } }), port),
      ).rejects.toMatchObject(refused('ERR_TLS_CERT_ALTNAME_INVALID'));
      await expect(
        ask(
          settings({ tls: { caFile, serverName: 'upstream.internal' } }),
          port,
        ),
      ).resolves.toEqual({ well: true });
    });

    it('are not looked at where that is asked for', async () => {
      const { port } = await server(authority.issue('here', ['127.0.0.1']));
      await expect(
        ask(settings({ tls: { insecureSkipVerify: true } }), port),
      ).resolves.toEqual({ well: true });
    });

    it('that rotate are read again: an authority that is replaced counts with the next request', async () => {
      const next = new Authority('Next authority');
      const caFile = await files.write('ca.pem', authority.cert);
      const http = settings({ tls: { caFile } });
      const old = await server(authority.issue('here', ['127.0.0.1']));
      const fresh = await server(next.issue('here', ['127.0.0.1']));
      await expect(ask(http, old.port)).resolves.toEqual({ well: true });
      await expect(ask(http, fresh.port)).rejects.toThrow();
      await files.write('ca.pem', next.cert);
      await expect(ask(http, fresh.port)).resolves.toEqual({ well: true });
      // Also on what was connected before.
      await expect(ask(http, old.port)).rejects.toThrow();
    });
  });

  describe('a client certificate', () => {
    const askForOne = () => ({
      ...authority.issue('here', ['127.0.0.1']),
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });

    async function withClient(name: string): Promise<object> {
      const { cert, key } = authority.issue(name);
      return {
        caFile: await files.write('ca.pem', authority.cert),
        certFile: await files.write('client.pem', cert),
        keyFile: await files.write('client.key', key),
      };
    }

    it('is shown to who asks for one', async () => {
      const { port, clients } = await server(askForOne());
      const { caFile } = (await withClient('throughline')) as {
        caFile: string;
      };
      await expect(ask(settings({ tls: { caFile } }), port)).rejects.toThrow();
      const http = settings({ tls: await withClient('throughline') });
      await expect(ask(http, port)).resolves.toEqual({ well: true });
      expect(clients).toEqual(['throughline']);
    });

    it('that rotates is shown anew with the next request, and connections are kept until then', async () => {
      const { port, clients } = await server(askForOne());
      const http = settings({ tls: await withClient('before') });
      await ask(http, port);
      await ask(http, port);
      const { cert, key } = authority.issue('after');
      await files.write('client.pem', cert);
      // Its key is not there yet: that costs this request, and no other.
      await expect(ask(http, port)).rejects.toThrow();
      await files.write('client.key', key);
      await ask(http, port);
      expect(clients).toEqual(['before', 'before', 'after']);
    });
  });

  it('keeps a connection for the next request, after HEAD too', async () => {
    let connections = 0;
    const tls = authority.issue('here', ['127.0.0.1']);
    const { port } = await server(tls, (request, response) => {
      const socket = request.socket as { counted?: boolean };
      connections += socket.counted ? 0 : 1;
      socket.counted = true;
      response.end();
    });
    const caFile = await files.write('ca.pem', authority.cert);
    const http = settings({ tls: { caFile } });
    for (const method of ['HEAD', 'GET', 'HEAD', 'GET']) {
      await (await http.fetch(`https://127.0.0.1:${port}/`, { method })).text();
    }
    expect(connections).toBe(1);
  });

  describe('a proxy', () => {
    let proxy: Proxy;

    beforeEach(async () => {
      proxy = await startProxy();
      open.push(proxy);
    });

    it('is asked for the connection, with its credential; the TLS settings are the upstream’s', async () => {
      const { port, clients } = await server({
        ...authority.issue('here', ['127.0.0.1']),
        ca: authority.cert,
        requestCert: true,
      });
      const client = authority.issue('throughline');
      const http = settings({
        proxy: proxy.url.replace('//', '//ada:hunter2@'),
        tls: {
          caFile: await files.write('ca.pem', authority.cert),
          certFile: await files.write('client.pem', client.cert),
          keyFile: await files.write('client.key', client.key),
        },
      });
      await expect(ask(http, port)).resolves.toEqual({ well: true });
      expect(clients).toEqual(['throughline']);
      expect(proxy.asked).toEqual([
        {
          to: `127.0.0.1:${port}`,
          authorization: `Basic ${btoa('ada:hunter2')}`,
        },
      ]);
    });

    it('of the environment counts, but for the hosts it is not for', async () => {
      const { port } = await server(authority.issue('here', ['127.0.0.1']));
      const tls = { caFile: await files.write('ca.pem', authority.cert) };
      process.env.HTTPS_PROXY = proxy.url;
      await expect(ask(settings({ tls }), port)).resolves.toEqual({
        well: true,
      });
      expect(proxy.asked).toHaveLength(1);
      process.env.NO_PROXY = '127.0.0.1';
      await expect(ask(settings({ tls }), port)).resolves.toEqual({
        well: true,
      });
      expect(proxy.asked).toHaveLength(1);
    });

    it('that is told comes before that of the environment', async () => {
      const { port } = await server(authority.issue('here', ['127.0.0.1']));
      process.env.HTTPS_PROXY = 'http://127.0.0.1:9';
      const http = settings({
        proxy: proxy.url,
        tls: { caFile: await files.write('ca.pem', authority.cert) },
      });
      await ask(http, port);
      expect(proxy.asked).toHaveLength(1);
    });
  });

  describe('what goes wrong', () => {
    const failureOf = (promise: Promise<unknown>) =>
      promise.then(
        () => undefined,
        (error: SourceFailure) => error,
      );
    const through = (http: HttpSettings, port: number) =>
      new UpstreamClient({
        baseUrl: `https://127.0.0.1:${port}`,
        headers: async () => ({}),
        fetch: http.fetch,
      }).json({ path: [], signal: new AbortController().signal });

    it.each(['caFile', 'certFile', 'keyFile'])(
      'a %s that is not there is told by its key, and read once it is there',
      async key => {
        const { port } = await server(authority.issue('here', ['127.0.0.1']));
        const client = authority.issue('throughline');
        const text = {
          caFile: authority.cert,
          certFile: client.cert,
          keyFile: client.key,
        };
        const tls: Record<string, string> = {};
        for (const [name, content] of Object.entries(text)) {
          tls[name] =
            name === key ? files.at(name) : await files.write(name, content);
        }
        const http = settings({ tls });
        const failure = await failureOf(through(http, port));
        expect(failure).toBeInstanceOf(SourceFailure);
        expect(failure?.kind).toBe('configuration');
        expect(failure?.message).toBe(
          `The file of '${PATH}.tls.${key}' cannot be read: ENOENT`,
        );
        await files.write(key, text[key as keyof typeof text]);
        await expect(through(http, port)).resolves.toEqual({ well: true });
      },
    );

    it('a certificate that is not trusted is told as such, and never taken for an answer', async () => {
      const { port } = await server(authority.issue('here', ['127.0.0.1']));
      const failure = await failureOf(through(settings({}), port));
      expect(failure).toBeInstanceOf(SourceFailure);
      expect(failure?.message).toMatch(/UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
    });

    it('a file that holds no certificate or no key fails with a reason, and repeats nothing of it', async () => {
      const { port } = await server(authority.issue('here', ['127.0.0.1']));
      const { cert } = authority.issue('throughline');
      const http = settings({
        tls: {
          caFile: await files.write('ca.pem', authority.cert),
          certFile: await files.write('client.pem', cert),
          keyFile: await files.write('client.key', 'a-key-that-is-none'),
        },
      });
      const failure = await failureOf(through(http, port));
      expect(failure).toBeInstanceOf(SourceFailure);
      expect(failure?.message).not.toContain('a-key-that-is-none');
    });
  });

  describe('refuses', () => {
    it.each<[string, object, RegExp]>([
      [
        'a certificate without its key',
        { tls: { certFile: '/c' } },
        /tls\.keyFile'.*missing.*both/,
      ],
      [
        'a key without its certificate',
        { tls: { keyFile: '/k' } },
        /tls\.certFile'.*missing.*both/,
      ],
      [
        'an authority that has no effect',
        { tls: { caFile: '/c', insecureSkipVerify: true } },
        /tls'.*no effect/,
      ],
      ['a proxy that is no URL', { proxy: 'proxy:3128' }, /proxy'.*http\(s\)/],
      [
        'a proxy of another protocol',
        { proxy: 'socks5://ada:hunter2@proxy:1080' },
        /proxy'.*http\(s\)/,
      ],
    ])('%s', (_, config, problem) => {
      expect(() => settings(config)).toThrow(problem);
      expect(() => settings(config)).toThrow(`'${PATH}.`);
      expect(() => settings(config)).not.toThrow('hunter2');
    });
  });
});
