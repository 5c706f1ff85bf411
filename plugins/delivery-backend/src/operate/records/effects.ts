/** A commit that an operation wrote, or that its pull request was merged as. */
export function commitEffect(sha: string): string {
  return `commit:${sha.toLocaleLowerCase('en-US')}`;
}

/** A deployment that an operation is known to be. */
export function deploymentEffect(id: string): string {
  return `deployment:${id}`;
}
