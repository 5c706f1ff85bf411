/** A path that is longer is no file of a person's. */
const MAX_LENGTH = 400;

/**
 * Why a path from a request is not taken for a file of a repository; undefined where it is. It is stricter than what
 * forges accept: what one of them decodes or folds once more could leave the folder that was checked.
 */
export function fileProblem(path: string): string | undefined {
  if (path.length === 0 || path.length > MAX_LENGTH) {
    return `a file's path has 1 to ${MAX_LENGTH} characters`;
  }
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\\%?#]/.test(path)) {
    return "a file's path has no backslash, no %, ?, # and nothing that cannot be seen";
  }
  const parts = path.split('/');
  if (parts.some(part => part === '' || part === '.' || part === '..')) {
    return "write the file's path from the repository's root, without '.', '..' and empty parts";
  }
  return parts.some(part => part.toLocaleLowerCase('en-US') === '.git')
    ? 'what Git keeps for itself is no file of the repository'
    : undefined;
}
