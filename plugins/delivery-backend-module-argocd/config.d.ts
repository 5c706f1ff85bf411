import type { HumanDuration } from '@backstage/types';

export interface Config {
  delivery?: {
    /** Argo CD. */
    argocd?: {
      /**
       * The Argo CD instances to collect from, each of which becomes a source of its own.
       */
      instances: Array<{
        /**
         * The instance's name: up to 63 letters, digits, dots, dashes and underscores. It becomes part of the source's
         * id, `argocd:<name>`, and is what the annotation `argocd/instance-name` asks for.
         */
        name: string;
        /** What people call the instance; its name unless given. */
        title?: string;
        /** The URL of its API and UI, such as https://argocd.example.com. */
        url: string;
        /**
         * A token of a project role or of an account with the capability `apiKey`. Give either this, `tokenFile` or
         * `username` with a password.
         * @visibility secret
         */
        token?: string;
        /** A file that holds the token; it is read again when it changes. */
        tokenFile?: string;
        /** A local account to log in with, where there is no token; the session is kept and renewed. */
        username?: string;
        /**
         * The account's password.
         * @visibility secret
         */
        password?: string;
        /** A file that holds the password; it is read again when it changes. */
        passwordFile?: string;
        /** Collects the applications of these namespaces only; all that the account can see unless given. */
        namespaces?: string[];
        /** Collects the applications of these Argo CD projects only; all that the account can see unless given. */
        projects?: string[];
        /** Collects the applications with these labels only; a Kubernetes label selector such as `team=shop`. */
        selector?: string;
        /**
         * How often the list of applications is compared with what the stream told, to find what it lost: from 30
         * seconds, 5 minutes unless given.
         */
        resyncEvery?: HumanDuration | string;
        /**
         * Whether the portal may sync, refresh and stop there what people ask it to. The token then needs
         * `applications, sync`. False unless told: it reads only.
         */
        operations?: boolean;
        /** Certificates. */
        tls?: {
          /** A file of certificates in PEM, one of which signs the instance's; read again when it changes. */
          caFile?: string;
          /** A client certificate in PEM; needs keyFile. */
          certFile?: string;
          /** The client certificate's key in PEM. */
          keyFile?: string;
          /** The name that the certificate is for, where it is not that of the URL. */
          serverName?: string;
          /** Accepts any certificate. Whoever is in between can then read the token: for trying out only. */
          insecureSkipVerify?: boolean;
        };
        /** A proxy, such as http://proxy.example.com:3128; HTTPS_PROXY and NO_PROXY of the environment unless given. */
        proxy?: string;
      }>;
    };
  };
}
