import { SourceFailure } from '@throughline/plugin-delivery-node';

// What `git check-ref-format` refuses, and what an argument must not be.
const REFUSED =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|^[-/]|\/\/|\/\.|^\.|\.lock(\/|$)|[/.]$|^@?$/;

/**
 * The full name of a branch.
 *
 * @throws SourceFailure where it cannot be one
 */
export function branchRef(branch: string): string {
  if (REFUSED.test(branch) || branch.length > 250) {
    throw new SourceFailure(
      'configuration',
      `'${branch.slice(0, 100)}' cannot be the name of a branch`,
    );
  }
  return `refs/heads/${branch}`;
}
