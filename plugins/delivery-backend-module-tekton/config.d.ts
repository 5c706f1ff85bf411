export interface Config {
  /** What the delivery plugins are configured with. */
  delivery?: {
    /**
     * Pipeline runs of Tekton. How a cluster is reached is configured once, in `delivery.kubernetes.clusters` or
     * `kubernetes.clusterLocatorMethods`. Without this section, runs are collected from each of those that serves them.
     */
    tekton?: {
      /** The only clusters to collect runs from. One that does not serve Tekton shows as a problem then. */
      clusters?: Array<{
        /** The cluster's name, as its own configuration has it. */
        name: string;
        /** The only namespaces of this cluster to look at, each with requests of its own. */
        namespaces?: string[];
        /** Where a person can open the Tekton Dashboard of this cluster; runs link to it. */
        dashboardUrl?: string;
      }>;
      /**
       * The only namespaces to look at, in clusters that name none of their own here. Those that the cluster is
       * configured with unless told.
       */
      namespaces?: string[];
      /**
       * In which clusters runs can be started and stopped from the portal, by those who may by its permissions: true
       * for all of them, or their names. In none unless told. The account needs `create` and `patch` on the runs and
       * `get` on pipelines for it.
       */
      operations?: boolean | string[];
      /** How many finished runs of each pipeline are kept, from 1 to 1000. 30 unless told. */
      keepFinished?: number;
    };
  };
}
