import { CatFile } from './CatFile';
import { parseTree } from './parseTree';

/** All text files below a tree, by their path relative to it; what holds a NUL byte is not text. */
export async function readFolder(
  objects: CatFile,
  treeOid: string,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const walk = async (oid: string, prefix: string): Promise<void> => {
    const tree = await objects.get(oid);
    if (tree?.type !== 'tree') {
      return;
    }
    for (const entry of parseTree(tree.data)) {
      if (entry.type === 'tree') {
        await walk(entry.oid, `${prefix}${entry.name}/`);
      } else if (entry.type === 'blob') {
        const blob = await objects.get(entry.oid);
        if (blob && !blob.data.includes(0)) {
          files.set(`${prefix}${entry.name}`, blob.data.toString('utf8'));
        }
      }
    }
  };
  await walk(treeOid, '');
  return files;
}
