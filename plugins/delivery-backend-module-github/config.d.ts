import type { HumanDuration } from '@backstage/types';

export interface Config {
  delivery?: {
    /** Repositories at the hosts of `integrations.github`, which also hold the credentials. */
    github?: {
      /** The time between the starts of two passes; 1 minute unless told, 2 seconds at least. */
      pollEvery?: HumanDuration | string;
      /** The share of each installation's rate limit that may be used; 0.25 unless told. */
      budget?: number;
      /** How far back the history of each repository is read, whichever is reached first. */
      history?: {
        /** 1,000 commits unless told. */
        commits?: number;
        /** 90 days unless told. */
        period?: HumanDuration | string;
      };
      /**
       * Whether operations may write, and to which repositories: true for all that the credentials reach, or patterns such
       * as `github.com/acme/gitops` and `github.com/acme/deploy-*`. Nothing is written unless told.
       */
      write?: boolean | string[];
      /**
       * Whether people can run workflows, run them again and cancel them, and in which repositories: true for all that the
       * credentials reach, or patterns as for `write`. Nothing of the kind unless told.
       */
      operations?: boolean | string[];
      /** Webhooks of organisations, repositories or Apps. */
      webhook?: {
        /**
         * The secret that deliveries are signed with.
         *
         * @visibility secret
         */
        secret?: string;
        /** A file that holds the secret; read again when it changes. */
        secretFile?: string;
        /**
         * Several secrets, while they rotate or differ from organisation to organisation.
         *
         * @deepVisibility secret
         */
        secrets?: string[];
        /** Organisation webhooks whose failed deliveries are looked through, at start and every 10 minutes. */
        organizationHooks?: Array<{
          /** `github.com` unless told. */
          host?: string;
          organization: string;
          /** The number at the end of the URL of the webhook's settings page. */
          hookId: number;
        }>;
      };
    };
  };
}
