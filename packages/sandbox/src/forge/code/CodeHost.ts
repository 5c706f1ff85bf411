import { CommitWithTree } from '../../git/parseCommit';
import { TreeEntry } from '../../git/parseTree';

/** A repository as the forge lists it. */
export interface RepositoryInfo {
  /** `owner/name` */
  fullName: string;
  description: string;
  createdAt: string;
  language: string | null;
}

/** A file that a commit or a comparison changed. */
export interface ChangedFile {
  path: string;
  previousPath?: string;
  status: 'added' | 'removed' | 'modified' | 'renamed';
  additions: number;
  deletions: number;
  blob: string | null;
}

/** Two commits against each other. */
export interface Comparison {
  base: CommitWithTree;
  head: CommitWithTree;
  mergeBase: CommitWithTree;
  /** What head has and base lacks, oldest first. */
  ahead: CommitWithTree[];
  /** How many commits base has and head lacks. */
  behind: number;
  files: ChangedFile[];
}

/** Where the forge has code from: real Git on disk, or a made-up large world. */
export interface CodeHost {
  list(): RepositoryInfo[];
  find(repository: string): RepositoryInfo | undefined;
  resolve(repository: string, ref: string): Promise<string | undefined>;
  commits(
    repository: string,
    options: { ref: string; path?: string; since?: string; until?: string },
  ): Promise<CommitWithTree[]>;
  commit(repository: string, sha: string): Promise<CommitWithTree | undefined>;
  changedFiles(repository: string, sha: string): Promise<ChangedFile[]>;
  compare(
    repository: string,
    base: string,
    head: string,
  ): Promise<Comparison | undefined>;
  /** Full ref names below a prefix, with the commit of each. */
  refs(repository: string, prefix: string): Promise<Map<string, string>>;
  tree(
    repository: string,
    treeish: string,
    recursive: boolean,
  ): Promise<{ sha: string; entries: TreeEntryAt[] } | undefined>;
  blob(
    repository: string,
    expression: string,
  ): Promise<{ sha: string; content: Buffer } | undefined>;
  archive(repository: string, sha: string): Promise<Buffer | undefined>;
  /** The tree that two commits make together; undefined where they conflict. */
  mergeTree(
    repository: string,
    base: string,
    head: string,
  ): Promise<string | undefined>;
}

/** A tree's entry with its whole path and, for a file, its size. */
export interface TreeEntryAt extends TreeEntry {
  path: string;
  size?: number;
}
