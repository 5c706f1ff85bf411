import { stat } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import type { KubeConfig } from '@kubernetes/client-node';
import type { ClusterConnection, TlsSettings } from './ClusterConnection';

/**
 * Loads the client library, which is done only where a kubeconfig is used: it takes some 80 MB of memory.
 *
 * @public
 */
export type KubeConfigLoader = () => Promise<{ KubeConfig: typeof KubeConfig }>;

const loadClientLibrary: KubeConfigLoader = () =>
  import('@kubernetes/client-node');

const EXEC_DEADLINE_MS = 30_000;

/**
 * A connection that a context of a kubeconfig file describes: tokens and token files, client certificates and exec
 * plugins. The file is read again when it changes.
 */
export class KubeconfigConnection implements ClusterConnection {
  /**
   * Reads the file for the first time.
   *
   * @param options - `context`: the file's current one unless told
   * @throws SourceFailure of kind `configuration` where the file or the context is not usable
   */
  static async open(options: {
    file: string;
    context?: string;
    load?: KubeConfigLoader;
  }): Promise<KubeconfigConnection> {
    const connection = new KubeconfigConnection(
      options.file,
      options.context,
      options.load ?? loadClientLibrary,
    );
    await connection.#current();
    return connection;
  }

  #read: { modified: number; config: KubeConfig } | undefined;
  #server = '';

  private constructor(
    private readonly file: string,
    private readonly context: string | undefined,
    private readonly load: KubeConfigLoader,
  ) {}

  get server(): string {
    return this.#server;
  }

  async credentials(): Promise<{
    headers: Record<string, string>;
    tls: TlsSettings;
  }> {
    const config = await this.#current();
    const options: RequestOptions = {};
    await withDeadline(this.#apply(config, options));
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      headers[name.toLocaleLowerCase('en-US')] = String(value);
    }
    if (options.auth) {
      headers.authorization = `Basic ${Buffer.from(options.auth).toString(
        'base64',
      )}`;
    }
    return {
      headers,
      tls: {
        ...(options.ca && { ca: options.ca as Buffer }),
        ...(options.cert && { cert: options.cert as Buffer }),
        ...(options.key && { key: options.key as Buffer }),
        ...(options.servername && { servername: options.servername }),
        ...(options.rejectUnauthorized === false && {
          rejectUnauthorized: false,
        }),
      },
    };
  }

  async #apply(config: KubeConfig, options: RequestOptions): Promise<void> {
    try {
      await config.applyToHTTPSOptions(options);
    } catch (error) {
      throw new SourceFailure(
        'authentication',
        `The kubeconfig's user '${
          config.getCurrentUser()?.name ?? 'unknown'
        }' got no credential: ${cleanMessage((error as Error).message, 160)}`,
      );
    }
  }

  async #current(): Promise<KubeConfig> {
    const { KubeConfig: Loaded } = await this.load();
    try {
      const { mtimeMs } = await stat(this.file);
      if (this.#read?.modified !== mtimeMs) {
        const config = new Loaded();
        config.loadFromFile(this.file);
        this.#use(config);
        this.#read = { modified: mtimeMs, config };
      }
      return this.#read.config;
    } catch (error) {
      if (error instanceof SourceFailure) {
        throw error;
      }
      // The library's message may quote the file, which holds secrets.
      throw new SourceFailure(
        'configuration',
        `The kubeconfig cannot be read: ${
          (error as NodeJS.ErrnoException).code ?? 'it is not valid'
        }`,
      );
    }
  }

  #use(config: KubeConfig): void {
    if (this.context !== undefined) {
      if (!config.getContextObject(this.context)) {
        const known = config.getContexts().map(context => context.name);
        throw new SourceFailure(
          'configuration',
          `The kubeconfig has no context '${cleanMessage(
            this.context,
            80,
          )}' (it has ${cleanMessage(known.join(', '), 200) || 'none'})`,
        );
      }
      config.setCurrentContext(this.context);
    }
    const server = config.getCurrentCluster()?.server;
    if (!server) {
      throw new SourceFailure(
        'configuration',
        'The kubeconfig names no cluster for its current context',
      );
    }
    this.#server = server.replace(/\/+$/, '');
  }
}

async function withDeadline(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () =>
            reject(
              new SourceFailure(
                'timeout',
                `The kubeconfig's exec plugin did not answer within ${
                  EXEC_DEADLINE_MS / 1000
                } s`,
              ),
            ),
          EXEC_DEADLINE_MS,
        );
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
