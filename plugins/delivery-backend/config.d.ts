import type { HumanDuration } from '@backstage/types';

export interface Config {
  delivery?: {
    /** How the upstreams are collected. Durations are written like '5 minutes', 'P30D' or `{ hours: 1 }`. */
    collect?: {
      /**
       * After this without an answer of its upstream a source is stale: what it told last is still shown, with its
       * age. Never less than twice the time between two looks at the source. Defaults to 2 minutes; at least 10 s.
       *
       * @visibility backend
       */
      staleAfter?: string | HumanDuration;
      /**
       * The same for the sources of one system, such as `github`.
       */
      staleAfterBySystem?: {
        /** @visibility backend */
        [system: string]: string | HumanDuration;
      };
      /**
       * For how long history is kept; at least a day. The newest few of each target or repository stay whatever
       * their age, and so do commits that something runs.
       */
      retention?: {
        /**
         * Records of deployments. Defaults to 730 days. They outlive a source that is taken out of the
         * configuration; all else of such a source is removed some minutes after it was collected last.
         *
         * @visibility backend
         */
        deployments?: string | HumanDuration;
        /**
         * Pipeline runs. Defaults to 90 days.
         *
         * @visibility backend
         */
        runs?: string | HumanDuration;
        /**
         * Commits and pull requests. Defaults to 400 days.
         *
         * @visibility backend
         */
        commits?: string | HumanDuration;
      };
    };
  };
}
