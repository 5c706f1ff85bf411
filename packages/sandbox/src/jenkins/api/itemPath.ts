/** What a request is about. */
export interface ItemPath {
  /** The full name of the item; the empty one is Jenkins itself. */
  fullName: string;
  /** A build of it. */
  number?: number;
  /** What is asked of it, such as `api/json`. */
  rest: string;
}

/** Reads `/job/team/job/checkout/17/api/json`. */
export function readItemPath(path: string): ItemPath {
  const parts = path.split('/').filter(part => part !== '');
  const names: string[] = [];
  while (parts[0] === 'job' && parts.length > 1) {
    names.push(decodeURIComponent(parts[1]));
    parts.splice(0, 2);
  }
  const number =
    names.length > 0 && /^\d+$/.test(parts[0] ?? '')
      ? Number(parts.shift())
      : undefined;
  return {
    fullName: names.join('/'),
    ...(number !== undefined && { number }),
    rest: parts.join('/'),
  };
}
