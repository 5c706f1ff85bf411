export interface Config {
  /** What the delivery plugins are configured with. */
  delivery?: {
    /**
     * What Flux applies. The clusters are those of `delivery.kubernetes.clusters` and
     * `kubernetes.clusterLocatorMethods`; a cluster without Flux costs nothing. Without this section all of them are
     * looked at.
     */
    flux?: {
      /** Names of the only clusters to look at, as they are configured. All that can be reached unless told. */
      clusters?: string[];
      /** The only namespaces to look at, instead of those that the clusters name; each with requests of its own. */
      namespaces?: string[];
      /**
       * Whether the portal may reconcile, suspend and resume what people ask it to: true for all of these clusters, or
       * the names of some. The account then needs `patch`. False unless told: it reads only.
       */
      operations?: boolean | string[];
      /**
       * Events of the notification-controller's provider of type `generic-hmac`, taken as hints that all is well with
       * the watch. Without a secret there is no route.
       */
      webhook?: {
        /**
         * The `token` of the provider's secret.
         * @visibility secret
         */
        secret?: string;
        /** A file that holds it; it is read again when it changes. */
        secretFile?: string;
        /** More secrets that are good as well, so that one can take the place of another. */
        secrets?: Array<{
          /**
           * The `token` of another provider's secret.
           * @visibility secret
           */
          secret?: string;
          /** A file that holds it; it is read again when it changes. */
          secretFile?: string;
        }>;
      };
    };
  };
}
