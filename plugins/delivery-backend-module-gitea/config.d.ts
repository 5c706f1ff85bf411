import type { HumanDuration } from '@backstage/types';

export interface Config {
  delivery?: {
    /** Repositories at the hosts of `integrations.gitea` (Gitea and Forgejo), which also hold the credentials. */
    gitea?: {
      /** The time between the starts of two passes; 1 minute unless told, 2 seconds at least. */
      pollEvery?: HumanDuration | string;
      /** How far back the history of each repository is read, whichever is reached first. */
      history?: {
        /** 500 commits unless told. */
        commits?: number;
        /** 90 days unless told. */
        period?: HumanDuration | string;
      };
      /**
       * Whether operations may write, and to which repositories: true for all that the tokens reach, or patterns such as
       * `gitea.example.com/acme/gitops` and `gitea.example.com/deploy/*`. Nothing is written unless told.
       */
      write?: boolean | string[];
      /**
       * True where workflows can be run, repeated and stopped from the portal, by those who may by its permissions; false
       * unless told. The tokens need the scope `write:repository` for it.
       */
      operations?: boolean;
      /** Webhooks of repositories, organisations or whole hosts, whichever host sends them. */
      webhook?: {
        /**
         * The secret that deliveries are signed with.
         *
         * @visibility secret
         */
        secret?: string;
        /** A file that holds it; read again when it changes. */
        secretFile?: string;
        /** Several more, while they rotate or differ from one to another. */
        secrets?: Array<{
          /** @visibility secret */
          secret?: string;
          secretFile?: string;
        }>;
      };
      /** What single hosts need besides their entry of `integrations.gitea`. */
      hosts?: Array<{
        /** As the entry of `integrations.gitea` has it. */
        host: string;
        /** Whether workflows of this host can be run, repeated and stopped; as for all hosts unless told. */
        operations?: boolean;
        /** The most requests that are made in a minute; 300 unless told. */
        requestsPerMinute?: number;
        /**
         * A token in place of the integration's password.
         *
         * @visibility secret
         */
        token?: string;
        /** A file that holds it; read again when it changes. */
        tokenFile?: string;
        /** A user, in place of the integration's. */
        username?: string;
        /** @visibility secret */
        password?: string;
        /** A file that holds it; read again when it changes. */
        passwordFile?: string;
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
        /** Webhooks of this host only; see `delivery.gitea.webhook`. */
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
