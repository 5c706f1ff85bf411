/**
 * Those of the folders (or files) that a change touches, by the files that it changes; `''` is the whole repository.
 *
 * @public
 */
export function touchedPaths(
  files: readonly string[],
  paths: readonly string[],
): string[] {
  return paths.filter(
    path =>
      path === '' ||
      files.some(file => file === path || file.startsWith(`${path}/`)),
  );
}
