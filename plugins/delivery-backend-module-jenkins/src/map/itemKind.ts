/** Whether an item holds a job for each branch. */
export function isMultibranch(item: { _class?: string | null }): boolean {
  return /MultiBranchProject$/.test(item._class ?? '');
}

/** Whether an item holds others and is none that runs. */
export function isFolder(item: {
  _class?: string | null;
  jobs?: unknown[] | null;
}): boolean {
  return Array.isArray(item.jobs) && !isMultibranch(item);
}
