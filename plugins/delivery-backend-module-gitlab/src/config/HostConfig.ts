import type {
  Credential,
  HttpSettings,
  Secret,
} from '@throughline/plugin-delivery-node';

/** A GitLab host, with all that is configured for it. */
export interface HostConfig {
  /** As repositories' identities begin: lower case, with a port where it has one. */
  host: string;
  /** `<system>:<name>` */
  sourceId: string;
  /** Base URL of the REST API, such as `https://gitlab.example.com/api/v4`. */
  apiUrl: string;
  /** Where a person opens it; with a path where it is installed below one. */
  webUrl: string;
  credential?: Credential;
  http: HttpSettings;
  /** The share of the rate limit that may be used, above 0 and up to 1. */
  budget: number;
  /** The rate limit where the host tells none, in requests a minute. */
  requestsPerMinute: number;
  /** What webhooks of this host may be signed with or show. */
  webhookSecrets: readonly Secret[];
  /** Whether operations may write, or to which projects: patterns of their identities. */
  write: boolean | readonly string[];
  /** Whether pipelines may be run, repeated and stopped. */
  operations: boolean;
  /** Why it cannot be collected. */
  unavailable?: string;
}
