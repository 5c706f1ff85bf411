import { Agent, EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';
import type { ArgocdInstance } from '../config/readArgocdInstances';

/**
 * A fetch for one instance: with its own certificates, and without the time limits between two pieces of an answer
 * that would end a stream on which nothing happens. The stream's own watch over silence takes their place.
 */
export function createFetch(tls: ArgocdInstance['tls']): typeof fetch {
  const options = {
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      ...(tls.ca ? { ca: tls.ca } : {}),
      rejectUnauthorized: !tls.insecureSkipVerify,
    },
  };
  const useProxy = process.env.NODE_USE_ENV_PROXY === '1';
  const dispatcher = useProxy
    ? new EnvHttpProxyAgent({ ...options, requestTls: options.connect })
    : new Agent(options);
  return ((url: string | URL, init?: RequestInit) =>
    undiciFetch(url, {
      ...(init as object),
      dispatcher,
    })) as unknown as typeof fetch;
}
