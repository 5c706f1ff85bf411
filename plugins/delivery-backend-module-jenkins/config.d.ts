import type { HumanDuration } from '@backstage/types';

export interface Config {
  delivery?: {
    /** Jenkins. Instances of the other plugins' `jenkins` are taken as well. */
    jenkins?: {
      /** The time between the starts of two passes; 30 seconds unless told, 5 seconds at least. */
      pollEvery?: HumanDuration | string;
      instances?: Array<{
        /** A name of its own; becomes part of the source's id. `default` is the one of jobs that name none. */
        name: string;
        title?: string;
        /**
         * The URL of Jenkins, with its context path. Where it is left out, the connection is that of the instance of
         * this name in `jenkins`.
         */
        baseUrl?: string;
        username?: string;
        /**
         * The API token of the user.
         *
         * @visibility secret
         */
        apiKey?: string;
        /** A file that holds the API token; read again when it changes. */
        apiKeyFile?: string;
        /** @visibility secret */
        password?: string;
        passwordFile?: string;
        /**
         * A bearer token, for a gateway in front or a plugin that takes one.
         *
         * @visibility secret
         */
        token?: string;
        tokenFile?: string;
        /** Client credentials (OAuth 2.0), for a gateway in front. */
        oauth?: {
          tokenUrl: string;
          clientId: string;
          /** @visibility secret */
          clientSecret?: string;
          clientSecretFile?: string;
          scope?: string;
          audience?: string;
        };
        /**
         * Sent with every request.
         *
         * @deepVisibility secret
         */
        extraRequestHeaders?: { [name: string]: string };
        tls?: {
          caFile?: string;
          certFile?: string;
          keyFile?: string;
          serverName?: string;
          insecureSkipVerify?: boolean;
        };
        /** The URL of a proxy; those of the environment count unless told. */
        proxy?: string;
        /** The time between the starts of two passes. */
        pollEvery?: HumanDuration | string;
        /**
         * Repositories that builds check out besides what they build, such as shared libraries: URL or host and path,
         * `*` stands for any text.
         */
        libraries?: string[];
        /**
         * True where builds can be started and stopped from the portal, by those who may by its permissions; false
         * unless told. The account needs Job/Build and Job/Cancel for it.
         */
        operations?: boolean;
        /** How jobs that deploy by themselves are understood; the first rule whose `job` matches counts. */
        deployments?: Array<{
          /** The full name of a job; `*` stands for any text within one name of it. */
          job: string;
          /** The environment, or a template for it, such as `{ENVIRONMENT}`: the value of that parameter. */
          environment: string;
          /** The environments that count; all unless told. */
          environments?: string[];
          /** The entity's `backstage.io/kubernetes-id`, or a template for it. */
          service?: string;
          /** A template for the image that is deployed, such as `registry.example.com/team/{SERVICE}:{VERSION}`. */
          image?: string;
          /** False where what the job checks out are its own scripts; true unless told. */
          deploysCheckout?: boolean;
        }>;
      }>;
      /** What tells of builds as they begin and end. */
      webhook?: {
        /**
         * What is sent as `Authorization: Bearer <secret>`.
         *
         * @visibility secret
         */
        secret?: string;
        secretFile?: string;
        /** Further secrets, for as long as one is replaced by another. */
        secrets?: Array<{
          /** @visibility secret */
          secret?: string;
          secretFile?: string;
        }>;
      };
    };
  };
}
