/** One entry of a tree object. */
export interface TreeEntry {
  mode: string;
  name: string;
  oid: string;
  type: 'blob' | 'tree' | 'commit';
}

/** Reads the binary form of a tree object. */
export function parseTree(data: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  let offset = 0;
  while (offset < data.length) {
    const space = data.indexOf(32, offset);
    const zero = data.indexOf(0, space);
    const mode = data.toString('utf8', offset, space).padStart(6, '0');
    entries.push({
      mode,
      name: data.toString('utf8', space + 1, zero),
      oid: data.toString('hex', zero + 1, zero + 21),
      type: typeOfMode(mode),
    });
    offset = zero + 21;
  }
  return entries;
}

function typeOfMode(mode: string): TreeEntry['type'] {
  if (mode === '040000') {
    return 'tree';
  }
  return mode === '160000' ? 'commit' : 'blob';
}
