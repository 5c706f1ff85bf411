import { createHash } from 'node:crypto';
import type { Config } from '@backstage/config';
import {
  Agent,
  EnvHttpProxyAgent,
  fetch as undiciFetch,
  ProxyAgent,
  type Dispatcher,
} from 'undici';
import { configProblem } from '../config/ConfigProblem';
import { FileContent } from '../config/FileContent';
import { SourceFailure } from '../contract';

/**
 * How an upstream is reached: with certificates of its own, a client certificate, through a proxy.
 *
 * @public
 */
export interface HttpSettings {
  /** A fetch with these settings, for an {@link UpstreamClient}. It has no time limits but those of its signal. */
  readonly fetch: typeof fetch;
  /** Ends all connections. */
  close(): Promise<void>;
}

interface TlsFiles {
  ca?: FileContent;
  cert?: FileContent;
  key?: FileContent;
  serverName?: string;
  insecureSkipVerify: boolean;
}

interface TlsOptions {
  ca?: string;
  cert?: string;
  key?: string;
  servername?: string;
  rejectUnauthorized?: boolean;
}

/** Undici ends a connection with each HEAD request, for servers that answer it with a body; ours do not. */
const keepAfterHead: Dispatcher.DispatcherComposeInterceptor =
  dispatch => (options, handler) =>
    dispatch(
      options.method === 'HEAD' ? { ...options, reset: false } : options,
      handler,
    );

/** Makes the connection pool anew where the files it is made from have changed. */
class ConfiguredHttp implements HttpSettings {
  #current:
    | { mark: string; dispatcher: Dispatcher; sender: Dispatcher }
    | undefined;

  constructor(
    private readonly files: TlsFiles,
    private readonly proxy: string | undefined,
  ) {}

  readonly fetch = (async (input: string | URL, init?: RequestInit) =>
    undiciFetch(String(input), {
      ...(init as object),
      dispatcher: await this.#sender(),
    })) as unknown as typeof fetch;

  async close(): Promise<void> {
    const dispatcher = this.#current?.dispatcher;
    this.#current = undefined;
    await dispatcher?.destroy();
  }

  async #sender(): Promise<Dispatcher> {
    const tls = await this.#tls();
    const mark = createHash('sha256')
      .update(JSON.stringify(tls))
      .digest('base64');
    if (this.#current?.mark !== mark) {
      const old = this.#current?.dispatcher;
      const dispatcher = createDispatcher(tls, this.proxy);
      const sender = dispatcher.compose(keepAfterHead);
      this.#current = { mark, dispatcher, sender };
      void old?.close().catch(() => {});
    }
    return this.#current.sender;
  }

  async #tls(): Promise<TlsOptions> {
    const { ca, cert, key, serverName, insecureSkipVerify } = this.files;
    return {
      ...(ca && { ca: await ca.get() }),
      ...(cert && { cert: await cert.get() }),
      ...(key && { key: await key.get() }),
      ...(serverName && { servername: serverName }),
      ...(insecureSkipVerify && { rejectUnauthorized: false }),
    };
  }
}

/**
 * Reads how a source is reached: `tls.caFile`, `tls.certFile` with `tls.keyFile`, `tls.serverName`,
 * `tls.insecureSkipVerify`, and `proxy`. Files are read again when they change. Without `proxy`, the environment's
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` count.
 *
 * @param path - the full key of `config`, for messages
 * @throws InputError where keys contradict each other or the proxy is no URL
 * @public
 */
export function readHttpSettings(config: Config, path: string): HttpSettings {
  return new ConfiguredHttp(readTls(config, path), readProxy(config, path));
}

function createDispatcher(
  tls: TlsOptions,
  proxy: string | undefined,
): Dispatcher {
  // Deadlines are the callers': a stream may be silent for long.
  const limits = { headersTimeout: 0, bodyTimeout: 0 };
  const connect = { ...tls, timeout: 10_000 };
  try {
    if (proxy) {
      return new ProxyAgent({ uri: proxy, requestTls: tls, ...limits });
    }
    const hasProxy = ['https_proxy', 'http_proxy'].some(
      name => process.env[name] || process.env[name.toLocaleUpperCase('en-US')],
    );
    return hasProxy
      ? new EnvHttpProxyAgent({ connect, requestTls: tls, ...limits })
      : new Agent({ connect, ...limits });
  } catch (error) {
    throw new SourceFailure(
      'configuration',
      `The TLS settings are not usable: ${(error as Error).message}`,
    );
  }
}

function readTls(config: Config, path: string): TlsFiles {
  const file = (key: string) => {
    const name = config.getOptionalString(`tls.${key}`);
    return name ? new FileContent(name, `${path}.tls.${key}`) : undefined;
  };
  const [ca, cert, key] = ['caFile', 'certFile', 'keyFile'].map(file);
  if (Boolean(cert) !== Boolean(key)) {
    throw configProblem(
      `${path}.tls.${cert ? 'keyFile' : 'certFile'}`,
      'it is missing',
      `A client certificate needs both 'certFile' and 'keyFile'.`,
    );
  }
  const insecureSkipVerify =
    config.getOptionalBoolean('tls.insecureSkipVerify') ?? false;
  if (ca && insecureSkipVerify) {
    throw configProblem(
      `${path}.tls`,
      `'caFile' has no effect beside 'insecureSkipVerify'`,
      'Keep one of the two.',
    );
  }
  const serverName = config.getOptionalString('tls.serverName');
  return { ca, cert, key, serverName, insecureSkipVerify };
}

function readProxy(config: Config, path: string): string | undefined {
  const proxy = config.getOptionalString('proxy');
  if (proxy === undefined) {
    return undefined;
  }
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    throw configProblem(
      `${path}.proxy`,
      'it is not an http(s) URL',
      'Write it whole, such as http://proxy.example.com:3128.',
    );
  }
  return proxy;
}
