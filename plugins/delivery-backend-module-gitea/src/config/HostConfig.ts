import type {
  Credential,
  HttpSettings,
  Secret,
} from '@throughline/plugin-delivery-node';

/** A Gitea or Forgejo host, with all that is configured for it. */
export interface HostConfig {
  /** As repositories' identities begin: lower case, with a port where it has one. */
  host: string;
  /** `<system>:<name>` */
  sourceId: string;
  /** Where a person opens it, and what its API lies below. */
  webUrl: string;
  credential?: Credential;
  http: HttpSettings;
  /** The most requests that are made in a minute. */
  requestsPerMinute: number;
  /** What webhooks of this host may be signed with. */
  webhookSecrets: readonly Secret[];
  /** Whether operations may write, or to which repositories: patterns of their identities. */
  write: boolean | readonly string[];
  /** Whether workflows may be run, repeated and stopped. */
  operations: boolean;
}
