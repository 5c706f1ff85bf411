import type { HumanDuration } from '@backstage/types';

export interface Config {
  delivery?: {
    /** OCI image registries. */
    oci?: {
      registries?: Array<{
        /** A name of its own; becomes part of the source's id. */
        name: string;
        /** The host as image references have it, such as `ghcr.io` or `registry.example.com:5000`. */
        host: string;
        /** Base URL of the registry's API, where it is not `https://<host>`. */
        url?: string;
        username?: string;
        /** @visibility secret */
        password?: string;
        /** A file that holds the password; read again when it changes. */
        passwordFile?: string;
        /**
         * A bearer token that the registry takes as it is, in place of user name and password.
         *
         * @visibility secret
         */
        token?: string;
        /** A file that holds the token; read again when it changes. */
        tokenFile?: string;
        /**
         * A refresh token that the registry's token service exchanges for others, as `docker login` keeps it for some
         * registries.
         *
         * @visibility secret
         */
        identityToken?: string;
        /** A file that holds the identity token; read again when it changes. */
        identityTokenFile?: string;
        tls?: {
          /** Certificates of the authorities that are trusted, as PEM; also for where blobs lie. */
          caFile?: string;
          /** A client certificate, as PEM. */
          certFile?: string;
          keyFile?: string;
          /** The name that the registry's certificate must have. */
          serverName?: string;
          /** Trusts any certificate; for trying only. */
          insecureSkipVerify?: boolean;
        };
        /**
         * URL of a proxy; that of the environment (`HTTPS_PROXY`) unless told.
         *
         * @visibility secret
         */
        proxy?: string;
        /** The time between the starts of two passes; 1 minute unless told, 5 seconds at least. */
        pollEvery?: HumanDuration | string;
        /** How often tags that look immutable are compared with their digests again, and attestations looked for again; 30 minutes unless told. */
        verifyEvery?: HumanDuration | string;
        /** How many of the newest tags of each repository are observed besides those that run; 25 unless told. */
        newestTags?: number;
      }>;
      /** Notifications of a registry that speaks the distribution project's format. */
      webhook?: {
        /**
         * What the registry sends as `Authorization: Bearer <secret>`.
         *
         * @visibility secret
         */
        secret?: string;
        /** A file that holds the secret; read again when it changes. */
        secretFile?: string;
        /** More secrets, so that one can be replaced by another. */
        secrets?: Array<{
          /** @visibility secret */
          secret?: string;
          secretFile?: string;
        }>;
      };
    };
  };
}
