import { createHash } from 'node:crypto';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import { Agent } from 'undici';
import type { TlsSettings } from './ClusterConnection';

/**
 * Keeps the connection pool of a cluster for as long as its TLS settings stay the same.
 *
 * @public
 */
export class DispatcherCache {
  #current: { key: string; agent: Agent } | undefined;

  /** The pool for these settings; another one's open streams go on until they end. */
  for(tls: TlsSettings): Agent {
    const key = keyOf(tls);
    if (this.#current?.key !== key) {
      const old = this.#current?.agent;
      this.#current = { key, agent: createAgent(tls) };
      void old?.close().catch(() => {});
    }
    return this.#current.agent;
  }

  /** Drops all connections. */
  async close(): Promise<void> {
    const agent = this.#current?.agent;
    this.#current = undefined;
    await agent?.destroy();
  }
}

function createAgent(tls: TlsSettings): Agent {
  try {
    return new Agent({
      connect: { ...tls, timeout: 10_000 },
      // Watches are silent for long; how long is too long is for those who read them.
      bodyTimeout: 0,
      headersTimeout: 60_000,
      keepAliveTimeout: 30_000,
    });
  } catch (error) {
    throw new SourceFailure(
      'configuration',
      `The TLS settings are not usable: ${(error as Error).message}`,
    );
  }
}

function keyOf(tls: TlsSettings): string {
  const hash = createHash('sha256');
  for (const part of [
    tls.ca,
    tls.cert,
    tls.key,
    tls.servername,
    String(tls.rejectUnauthorized),
  ]) {
    hash.update(part ?? '').update('\0');
  }
  return hash.digest('base64');
}
