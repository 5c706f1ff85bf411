/** What Git is told to reach a host. It goes into the environment of the process, as arguments can be seen by others. */
export interface AccessSettings {
  /** Git's own configuration, by key. */
  config: readonly (readonly [string, string])[];
  environment: Record<string, string>;
  /** Values that no message may repeat. */
  secrets: readonly string[];
}

/** How a host is reached, and what is shown to it. */
export interface GitAccess {
  /**
   * Asked for each time, so that a rotated credential counts at once.
   *
   * @param folder - where files for Git may be written
   * @throws SourceFailure of kind `authentication` where a credential cannot be had
   */
  settings(folder: string): Promise<AccessSettings>;
}
