import {
  UpstreamClient,
  type Credential,
  type HttpSettings,
  type UpstreamClientOptions,
} from '@throughline/plugin-delivery-node';

/** How one Jenkins is reached. */
export interface JenkinsConnection {
  baseUrl: string;
  http: HttpSettings;
  credential?: Credential;
  /** Sent with every request, for gateways in front. */
  headers: Readonly<Record<string, string>>;
}

/** HTTP to one Jenkins. */
export function createUpstream(
  connection: JenkinsConnection,
  onCall?: UpstreamClientOptions['onCall'],
): UpstreamClient {
  return new UpstreamClient({
    baseUrl: connection.baseUrl,
    fetch: connection.http.fetch,
    headers: async () => ({
      ...connection.headers,
      ...(await connection.credential?.headers()),
    }),
    onCall,
  });
}
