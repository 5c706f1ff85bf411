const COMMIT = 'commit:';

/** A commit that an operation wrote, or that its pull request was merged as. */
export function commitEffect(sha: string): string {
  return `${COMMIT}${sha.toLocaleLowerCase('en-US')}`;
}

/** The commits among effects. */
export function commitsOf(effects: readonly string[]): string[] {
  return effects
    .filter(effect => effect.startsWith(COMMIT))
    .map(effect => effect.slice(COMMIT.length));
}

/** A deployment that an operation is known to be. */
export function deploymentEffect(id: string): string {
  return `deployment:${id}`;
}
