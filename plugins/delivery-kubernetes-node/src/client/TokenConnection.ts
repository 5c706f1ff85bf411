import { readFile } from 'node:fs/promises';
import { SourceFailure, type Secret } from '@throughline/plugin-delivery-node';
import type { ClusterConnection, TlsSettings } from './ClusterConnection';

/** What a {@link TokenConnection} is made with. */
export interface TokenConnectionOptions {
  server: string;
  /** The bearer token, asked for at each request; undefined where a proxy brings the credential. */
  token?: Secret;
  /** PEM certificates. */
  ca?: string;
  /** A file of PEM certificates; read again at each request, so that it may rotate. */
  caFile?: string;
  skipTLSVerify?: boolean;
}

/** A connection that shows a bearer token. */
export class TokenConnection implements ClusterConnection {
  constructor(private readonly options: TokenConnectionOptions) {}

  get server(): string {
    return this.options.server;
  }

  async credentials(): Promise<{
    headers: Record<string, string>;
    tls: TlsSettings;
  }> {
    const { token, skipTLSVerify } = this.options;
    const headers: Record<string, string> = {};
    if (token) {
      headers.authorization = `Bearer ${await token.get()}`;
    }
    const ca = await this.#ca();
    return {
      headers,
      tls: {
        ...(ca && { ca }),
        ...(skipTLSVerify && { rejectUnauthorized: false }),
      },
    };
  }

  async #ca(): Promise<string | undefined> {
    const { ca, caFile } = this.options;
    if (!caFile) {
      return ca;
    }
    try {
      return await readFile(caFile, 'utf8');
    } catch (error) {
      throw new SourceFailure(
        'configuration',
        `The file of certificates cannot be read: ${
          (error as NodeJS.ErrnoException).code ?? 'unknown error'
        }`,
      );
    }
  }
}
