export interface Config {
  /** What the delivery plugins are configured with. */
  delivery?: {
    /**
     * Workloads in Kubernetes clusters. Without this section, the clusters of `kubernetes.clusterLocatorMethods` are
     * collected, as far as they have credentials of the server's side.
     */
    kubernetes?: {
      /**
       * Clusters to collect from. Where one has the name of a cluster in `kubernetes.clusterLocatorMethods`, it
       * replaces that one for collection. Each says how it is reached in one of three ways: `url` with a token,
       * `kubeconfig`, or `inCluster`.
       */
      clusters?: Array<{
        /** The cluster's name, as annotations and environment rules refer to it. */
        name: string;
        /** The API server's URL. */
        url?: string;
        /**
         * A service account's token.
         * @visibility secret
         */
        token?: string;
        /** A file that holds the token; it is read again when it changes. */
        tokenFile?: string;
        /** The certificate of the authority, PEM in base64 as in a kubeconfig. */
        caData?: string;
        /** A file that holds the authority's certificate; it may rotate. */
        caFile?: string;
        /** Does not check the API server's certificate. For trials only. */
        skipTLSVerify?: boolean;
        /** A context of a kubeconfig file, exec plugins and client certificates included. */
        kubeconfig?: {
          /** The file's absolute path. */
          file: string;
          /** The context's name; the file's current one unless told. */
          context?: string;
        };
        /** The cluster that the portal itself runs in, with its pod's service account. */
        inCluster?: boolean;
        /** The only namespaces of this cluster to look at, each with requests of its own. */
        namespaces?: string[];
        /** Where a person can open the cluster. */
        dashboardUrl?: string;
      }>;
      /** Whether the clusters in `kubernetes.clusterLocatorMethods` are collected as well. True unless told. */
      useClusterLocators?: boolean;
      /** The only namespaces to look at, in clusters that name none of their own. */
      namespaces?: string[];
      /** The kinds that become targets, as `<group>/<kind>`. All of these unless told. */
      kinds?: Array<
        | 'apps/Deployment'
        | 'apps/StatefulSet'
        | 'apps/DaemonSet'
        | 'batch/CronJob'
        | 'batch/Job'
        | 'argoproj.io/Rollout'
      >;
      /** Names of labels that linking goes by, besides those that it always knows. */
      labels?: string[];
      /**
       * The workloads whose revisions are reported as deployments: `plain` those that no GitOps controller has marked
       * as its own (that controller's history counts there), `all`, or `none`. `plain` unless told.
       */
      deployments?: 'plain' | 'all' | 'none';
      /**
       * Whether the portal may restart workloads, and promote and abort Argo Rollouts, where people ask it to: true for
       * all clusters, or the names of some. The account then needs `patch`. False unless told: it reads only.
       */
      operations?: boolean | string[];
    };
  };
}
