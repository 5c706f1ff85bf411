import type { HumanDuration } from '@backstage/types';

export interface Config {
  delivery?: {
    /** Projects at the hosts of `integrations.gitlab`, which also hold the tokens. */
    gitlab?: {
      /** The time between the starts of two passes; 1 minute unless told, 2 seconds at least. */
      pollEvery?: HumanDuration | string;
      /** The share of each host's rate limit that may be used; 0.25 unless told. */
      budget?: number;
      /** How far back the history of each project is read, whichever is reached first. */
      history?: {
        /** 1,000 commits unless told. */
        commits?: number;
        /** 90 days unless told. */
        period?: HumanDuration | string;
      };
      /**
       * Whether operations may write, and to which projects: true for all that the tokens reach, or patterns such as
       * `gitlab.com/acme/gitops`, `gitlab.com/acme/*` (one name) and `gitlab.com/acme/**` (groups of any depth). Nothing
       * is written unless told.
       */
      write?: boolean | string[];
      /**
       * True where pipelines can be run, repeated and stopped from the portal, by those who may by its permissions; false
       * unless told. The tokens need the scope `api` and the role Developer for it.
       */
      operations?: boolean;
      /** Webhooks of projects, groups or whole hosts, whichever host sends them. */
      webhook?: {
        /**
         * The secret token, or the signing token, that deliveries come with.
         *
         * @visibility secret
         */
        secret?: string;
        /** A file that holds it; read again when it changes. */
        secretFile?: string;
        /** Several more, while they rotate or differ from group to group. */
        secrets?: Array<{
          /** @visibility secret */
          secret?: string;
          secretFile?: string;
        }>;
      };
      /** What single hosts need besides their entry of `integrations.gitlab`. */
      hosts?: Array<{
        /** As the entry of `integrations.gitlab` has it. */
        host: string;
        /** Whether pipelines of this host can be run, repeated and stopped; as for all hosts unless told. */
        operations?: boolean;
        /** The share of this host's rate limit that may be used. */
        budget?: number;
        /** The rate limit where the host tells none, in requests a minute; 1,200 unless told. */
        requestsPerMinute?: number;
        /**
         * A token in place of the integration's.
         *
         * @visibility secret
         */
        token?: string;
        /** A file that holds it; read again when it changes. */
        tokenFile?: string;
        /** Client credentials of an application, in place of a token. */
        oauth?: {
          /** Such as `https://gitlab.example.com/oauth/token`. */
          tokenUrl: string;
          clientId: string;
          /** @visibility secret */
          clientSecret?: string;
          /** A file that holds it; read again when it changes. */
          clientSecretFile?: string;
          scope?: string;
          audience?: string;
        };
        /** Certificates of one's own; files are read again when they change. */
        tls?: {
          /** What the host's certificate is checked against. */
          caFile?: string;
          /** A client certificate, with `keyFile`. */
          certFile?: string;
          keyFile?: string;
          /** The name in the host's certificate, where it is another. */
          serverName?: string;
          /** Checks nothing. Only for trying. */
          insecureSkipVerify?: boolean;
        };
        /** The URL of a proxy; without it, the environment's proxies count. */
        proxy?: string;
        /** Webhooks of this host only; see `delivery.gitlab.webhook`. */
        webhook?: {
          /** @visibility secret */
          secret?: string;
          secretFile?: string;
          secrets?: Array<{
            /** @visibility secret */
            secret?: string;
            secretFile?: string;
          }>;
        };
      }>;
    };
  };
}
