/** Whether a file lies in a folder, or is it; `''` is the whole repository. */
export function touchesPath(file: string, path: string): boolean {
  return path === '' || file === path || file.startsWith(`${path}/`);
}

/** Those of the paths that a commit touches, sorted, from the files that it changes. */
export function touchedPaths(
  files: readonly string[],
  paths: readonly string[],
): string[] {
  return paths.filter(
    path => path === '' || files.some(file => touchesPath(file, path)),
  );
}
