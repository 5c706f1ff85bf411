import type { Credential } from '@throughline/plugin-delivery-node';
import type { AccessSettings, GitAccess } from './GitAccess';

/** Smart HTTP, with a credential in a header. */
export class HttpAccess implements GitAccess {
  constructor(
    private readonly options: {
      credential?: Credential;
      caFile?: string;
      certFile?: string;
      keyFile?: string;
      verify: boolean;
      proxy?: string;
    },
  ) {}

  async settings(): Promise<AccessSettings> {
    const { credential, caFile, certFile, keyFile, verify, proxy } =
      this.options;
    const headers = Object.entries((await credential?.headers()) ?? {});
    const files = [
      ['http.sslCAInfo', caFile],
      ['http.sslCert', certFile],
      ['http.sslKey', keyFile],
      ['http.proxy', proxy],
    ] as const;
    return {
      config: [
        // A redirect would take the credential elsewhere.
        ['http.followRedirects', 'false'],
        ['http.sslVerify', String(verify)],
        ['http.lowSpeedLimit', '100'],
        ['http.lowSpeedTime', '45'],
        ...files.flatMap(([key, value]) =>
          value ? [[key, value] as const] : [],
        ),
        ...headers.map(
          ([name, value]) => ['http.extraHeader', `${name}: ${value}`] as const,
        ),
      ],
      environment: {},
      secrets: [...headers.flatMap(([, value]) => secretsOf(value)), proxy]
        .filter(value => value !== undefined)
        .filter(value => value.length >= 6),
    };
  }
}

/** The header as it is, its parts, and what is encoded in it. */
function secretsOf(header: string): string[] {
  const [scheme, value = ''] = header.split(/\s+/, 2);
  if (!/^basic$/i.test(scheme)) {
    return [header, value];
  }
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return [header, value, pair, pair.slice(pair.indexOf(':') + 1)];
}
