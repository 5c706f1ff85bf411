import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** How the delivery plugin collects, links and shows. */
  delivery?: {
    /** Says on every page that what is shown is a sandbox's. Set it where the sources are one. */
    sandbox?: boolean;

    /**
     * The environments, in the order in which pages show them. Without this key they are development, staging and
     * production.
     */
    environments?: Array<{
      /** Lower case letters, digits and dashes. */
      name: string;
      /** What people read; made of the name unless told. */
      title?: string;
      /** Whether it serves real users; false unless told. */
      production?: boolean;
      /**
       * The environments that come right before it. It is the one listed before unless told; `[]` for one that
       * follows none.
       */
      follows?: string[];
      /**
       * Targets that are placed here, whatever their labels and names say: those for which any entry holds. Of an
       * entry all that it gives must hold. `*` stands for any characters; in `path` for any within one folder, and
       * `**` for any folders.
       */
      match?: Array<{
        /** The id of the source, such as `argocd:prod`. */
        source?: string;
        /** The name or server URL of the cluster that it runs on. */
        cluster?: string;
        /** The namespace that it runs in. */
        namespace?: string;
        /** Its own name. */
        name?: string;
        /** The project or tenant that it belongs to upstream. */
        project?: string;
        /** The folder that it is made from. */
        path?: string;
        /** Labels of the upstream object. */
        labels?: { [key: string]: string };
      }>;
    }>;

    /** How targets are linked to the catalog's entities. */
    linking?: {
      /** What backs the claims that annotations make. */
      trust?: {
        /**
         * What a claim that nothing backs still gives: `status` (the default) shows sync and health alone, `nothing`
         * shows nothing.
         */
        unbacked?: 'status' | 'nothing';
        /**
         * A claim is backed where any of these holds; of one rule, all that it gives must. Values may hold `*` and
         * the words of the claiming entity: `${owner}` (its ref), `${ownerName}`, `${name}`, `${namespace}` and
         * `${system}`. (In app-config, write `$${ownerName}`.) Without rules, only the label
         * `backstage.io/kubernetes-id` on the upstream object backs a claim.
         */
        rules?: Array<{
          /** The id of the target's source. */
          source?: string;
          /** The project or tenant that the target belongs to upstream. */
          project?: string;
          /** The namespace that the target runs in. */
          namespace?: string;
          /** The repository that it is made from, as a URL or `host/owner/name`. */
          repository?: string;
          /** The target's own name. */
          name?: string;
          /** A label of the upstream object. */
          label?: { key: string; value: string };
        }>;
        /**
         * Repositories whose commits, pull requests, runs and releases an entity that names them may show, as URLs or
         * `host/owner/name`, with the same words and `*`. One that the catalog reads the entity's own file from needs
         * no pattern.
         */
        repositories?: string[];
        /**
         * Pipelines that an entity that names them may show, as `<source id>/<name>`, such as
         * `jenkins:main/payments-*`, with the same words. The runs of others show their status only, unless they ran
         * for a repository of the entity's.
         */
        pipelines?: string[];
        /**
         * What monitoring systems may call an entity that names itself by `delivery/metrics-service`. Its own name
         * needs no pattern.
         */
        services?: string[];
      };
      /**
       * Clusters that sources call by different words, so that what a controller applies can be joined with what
       * runs: `in-cluster`, for one, means another cluster to each who says it.
       */
      clusters?: Array<{
        /** The name that the cluster's own source has. */
        name: string;
        aliases?: Array<{
          /** The id of the source that uses the word; all unless told. */
          source?: string;
          /** The name or server URL that it uses. */
          word: string;
        }>;
      }>;
    };

    /** What people may ask for on the pages, and what must hold before it is done. */
    operations?: {
      /**
       * Leaves it to the permission policy alone who may do what. Without it a floor holds under any policy: operations
       * need ownership of the entity, production needs a grant, services need to be named.
       */
      policyOnly?: boolean;
      /** Subjects of services that may ask for operations, such as `external:ci`. */
      servicePrincipals?: string[];
      production?: {
        /** Refs of the users and groups that may act on environments marked as production. */
        grants?: string[];
      };
      /**
       * For each environment what must hold before a version comes to it: `pipelineGreen` or
       * `{ pipelineGreen: ['CI'] }`, `{ soaked: '30m' }` in the environment before it, `signed`, `noAlerts` or
       * `{ noAlerts: ['critical'] }`, `metricsHealthy`, `{ approvals: 1 }`.
       */
      gates?: { [environment: string]: Array<string | object> };
      /** Times in which nothing is to change. */
      freezes?: Array<{
        /** What people read. */
        name: string;
        environments: string[];
        /** A name of the IANA database; UTC unless told. */
        timeZone?: string;
        /** Every week, such as `from: fri 16:00` and `to: mon 08:00`. */
        weekly?: { from: string; to: string };
        /** Once: ISO 8601, in the time zone unless it says another. */
        from?: string;
        to?: string;
      }>;
      /** For each environment lists of patterns of targets' names: a wave begins when the one before it is healthy. */
      waves?: { [environment: string]: string[][] };
      /** Where the versions of services live. */
      versions?: Array<{
        /** A pattern of entity refs. */
        entity: string;
        environment: string;
        /** URL of the repository; the one that the target is made from unless told. */
        repository?: string;
        /** The default branch unless told. */
        branch?: string;
        /**
         * From the repository's root. In this and in `path`, `digestPath`, `image` and the name of `document`, `${name}`,
         * `${environment}`, `${target}`, `${path}` (the folder that the target is made from), `${cluster}` and
         * `${namespace}` are filled in (write `$${name}`). A rule is passed over for what has no such folder.
         */
        file?: string;
        /** `kustomizeImages`, `value`, `revision` or `pipeline`. */
        strategy: string;
        /** For `pipeline`: what deploys the environment by itself. */
        pipeline?: {
          /** Such as `jenkins`: the first part of its source's id. */
          system: string;
          /** The rest of the id; the one that can run it unless told. */
          source?: string;
          /** A job, or the path of a workflow's file. */
          name: string;
          /** URL of the repository that it is of, where the name alone does not tell. */
          repository?: string;
        };
        /**
         * For `pipeline`: what it is started with. `${version}`, `${tag}`, `${digest}`, `${image}`, `${commit}`,
         * `${environment}`, `${name}`, `${target}`, `${cluster}` and `${namespace}` are filled in (write `$${version}`).
         */
        parameters?: { [name: string]: string | number | boolean };
        /** The entry of a kustomization's images, where it is not the image itself. */
        image?: string;
        /** Where in the file, such as `image.tag` or `spec.sources[0].targetRevision`. */
        path?: string;
        /** Where the digest is that is pinned beside the tag. */
        digestPath?: string;
        /** The object in a file of several. */
        document?: { kind: string; name: string };
        /** `pullRequest` (unless told) or `commit`. */
        write?: string;
      }>;
      /** For how long what was set off is followed; 30 minutes unless told. */
      followFor?: string | HumanDuration;
      /** For how long the operations log is kept; 5 years unless told. */
      retention?: string | HumanDuration;
    };

    /** How sources are collected, and for how long what they told is kept. */
    collect?: {
      /** After how long without an answer a source counts as stale; 2 minutes unless told. */
      staleAfter?: string | HumanDuration;
      /** The same for all sources of a system, such as `argocd`. */
      staleAfterBySystem?: { [system: string]: string | HumanDuration };
      /** For how long history is kept. The newest of each are kept whatever their age. */
      retention?: {
        /** 730 days unless told. */
        deployments?: string | HumanDuration;
        /** Pipeline runs; 90 days unless told. */
        runs?: string | HumanDuration;
        /** Commits and pull requests; 400 days unless told. */
        commits?: string | HumanDuration;
      };
    };
  };
}
