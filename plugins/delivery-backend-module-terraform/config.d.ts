import type { HumanDuration } from '@backstage/types';

export interface Config {
  delivery?: {
    /** Terraform: workspaces of HCP Terraform or Terraform Enterprise, and plans and states that pipelines publish. */
    terraform?: {
      /** Organizations of HCP Terraform or Terraform Enterprise. */
      organizations?: Array<{
        /** A name of its own; becomes part of the source's id. */
        name: string;
        /** What people call it; its name unless told. */
        title?: string;
        /** The organization's name, as the address of its page has it. */
        organization: string;
        /** Base URL; https://app.terraform.io unless told. */
        url?: string;
        /**
         * The token of a user or team.
         *
         * @visibility secret
         */
        token?: string;
        /** A file that holds the token; read again when it changes. */
        tokenFile?: string;
        /** How TLS is spoken, where the defaults do not do. */
        tls?: {
          /** Certificates that are trusted in place of the system's (PEM). */
          caFile?: string;
          /** The client's certificate (PEM). */
          certFile?: string;
          /** The client's key (PEM). */
          keyFile?: string;
          /** The name that the server's certificate is for. */
          serverName?: string;
          /** Trusts any certificate. For trying only. */
          insecureSkipVerify?: boolean;
        };
        /** URL of a proxy, in place of the environment's. */
        proxy?: string;
        /** Names of the projects that are observed; all unless told. */
        projects?: string[];
        /** The time between the starts of two passes; 1 minute unless told, 15 seconds at least. */
        pollEvery?: HumanDuration | string;
        /**
         * Whether plans can be started, and runs be stopped before they apply, from the portal by those who may by its
         * permissions. Nothing is ever applied. False unless told. The team needs _plan_ on the workspaces for it.
         */
        operations?: boolean;
      }>;
      /** Workspaces without a server, whose plan or state a pipeline publishes as `terraform show -json` writes it. */
      published?: Array<{
        /** The workspace's name, as the annotation `terraform/workspaces` has it. */
        name: string;
        /** The environment, where there are several of this name. */
        environment?: string;
        /**
         * Where the plan is. Its query may be a credential.
         *
         * @visibility secret
         */
        planUrl?: string;
        /**
         * Where the state is. Its query may be a credential.
         *
         * @visibility secret
         */
        stateUrl?: string;
        /** @visibility secret */
        token?: string;
        /** A file that holds the token; read again when it changes. */
        tokenFile?: string;
        username?: string;
        /** @visibility secret */
        password?: string;
        /** A file that holds the password; read again when it changes. */
        passwordFile?: string;
        /** Tokens by OAuth's client credentials grant. */
        oauth?: {
          tokenUrl: string;
          clientId: string;
          /** @visibility secret */
          clientSecret?: string;
          /** A file that holds the client's secret; read again when it changes. */
          clientSecretFile?: string;
          scope?: string;
          audience?: string;
        };
        /**
         * Further headers, such as `PRIVATE-TOKEN`.
         *
         * @deepVisibility secret
         */
        headers?: { [name: string]: string };
        /** How TLS is spoken, where the defaults do not do. */
        tls?: {
          /** Certificates that are trusted in place of the system's (PEM). */
          caFile?: string;
          /** The client's certificate (PEM). */
          certFile?: string;
          /** The client's key (PEM). */
          keyFile?: string;
          /** The name that the server's certificate is for. */
          serverName?: string;
          /** Trusts any certificate. For trying only. */
          insecureSkipVerify?: boolean;
        };
        /** URL of a proxy, in place of the environment's. */
        proxy?: string;
        /** URL of the repository that holds the configuration. */
        repository?: string;
        /** The folder in it. */
        path?: string;
        /** After this, a plan says nothing any more; 24 hours unless told. */
        maxPlanAge?: HumanDuration | string;
        /** The time between two looks; 1 minute unless told, 10 seconds at least. */
        pollEvery?: HumanDuration | string;
      }>;
      /** Notifications of workspaces, signed with HMAC-SHA512. */
      webhook?: {
        /** @visibility secret */
        secret?: string;
        /** A file that holds the secret; read again when it changes. */
        secretFile?: string;
        /** More secrets, while one is replaced by another. */
        secrets?: Array<{
          /** @visibility secret */
          secret?: string;
          /** A file that holds the secret; read again when it changes. */
          secretFile?: string;
        }>;
      };
    };
  };
}
