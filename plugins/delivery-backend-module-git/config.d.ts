import type { HumanDuration } from '@backstage/types';

export interface Config {
  delivery?: {
    /** Git hosts, by Git's own protocol. */
    git?: {
      hosts?: Array<{
        /** A name of its own; becomes part of the source's id. */
        name: string;
        /**
         * The host as the URLs of repositories have it, such as `git.example.com` or `git.example.com:8443`. A port
         * counts for https and http; URLs of ssh are known without it.
         */
        host: string;
        /**
         * Where repositories lie, such as `https://git.example.com/scm` or `ssh://git@git.example.com:2222`; `/<path>.git`
         * is added to it. `https://<host>` unless told.
         */
        baseUrl?: string;
        /** In place of `baseUrl`: the URL of a repository, with `{path}` where its path stands. */
        urlTemplate?: string;
        /** Repositories whose URL follows no rule, or whose name has capital letters that the host insists on. */
        repositories?: Array<{
          /** As the catalog refers to it; `url` unless told. */
          repository?: string;
          /** As Git is to reach it. */
          url: string;
        }>;
        username?: string;
        /** @visibility secret */
        password?: string;
        /** A file that holds the password; read again when it changes. */
        passwordFile?: string;
        /**
         * A token that is sent as `Authorization: Bearer`.
         *
         * @visibility secret
         */
        token?: string;
        /** A file that holds the token; read again when it changes. */
        tokenFile?: string;
        /** Tokens by OAuth's client credentials grant. */
        oauth?: {
          tokenUrl: string;
          clientId: string;
          /** @visibility secret */
          clientSecret?: string;
          clientSecretFile?: string;
          scope?: string;
          audience?: string;
        };
        /** For URLs of ssh. */
        ssh?: {
          /** A private key without a passphrase that may read; only the backend's account may read the file. */
          privateKeyFile: string;
          /** The keys of the host, as `ssh-keyscan` prints them. One of the two is needed. */
          knownHosts?: string;
          /** A file with the keys of the host; read anew at each use. */
          knownHostsFile?: string;
        };
        tls?: {
          /** Certificates of the authority that is trusted, as PEM. */
          caFile?: string;
          /** A client certificate, as PEM. */
          certFile?: string;
          keyFile?: string;
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
        /** Where mirrors are kept, with room for the histories; below the temporary directory unless told. */
        directory?: string;
        /** How many of the newest commits of a repository are told at first; 1,000 unless told. */
        commits?: number;
        /** Whether operations may push to its repositories; false unless told. */
        write?: boolean;
        /** Whom their commits are made by; `Throughline <throughline@localhost>` unless told. */
        committer?: {
          name?: string;
          email?: string;
        };
      }>;
      /** Hints of repositories' hooks. */
      webhook?: {
        /**
         * What a hook sends as `Authorization: Bearer <secret>`.
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
