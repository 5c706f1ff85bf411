export interface Config {
  app?: {
    /**
     * Whom one can be in a sandbox (`delivery.sandbox`), without proof; the first unless one chooses.
     * @deepVisibility frontend
     */
    sandboxUsers?: Array<{
      /** Ref of a user of the catalog. */
      ref: string;
      /** What people read. */
      title: string;
      /** What one is there, shown where one chooses. */
      role?: string;
    }>;
  };
  delivery?: {
    /**
     * Whether what is shown is made up: only then one can be another user.
     * @visibility frontend
     */
    sandbox?: boolean;
  };
}
