import type { TargetProgress } from '../records';
import type { Reach } from './reachOf';

/** What is remembered of the write of one wave to one repository. */
export interface WriteMemory {
  /** Set before it is written, and taken away once it is known to be: the commit that it was first made for. */
  writing?: { parent: string };
  /** Times that somebody else was faster. */
  conflicts: number;
  branch?: string;
  /** The commit that asks for the version: on the branch, once it is there. */
  sha?: string;
  /** Set where the branch said so already, and nothing was written. */
  asItWas?: boolean;
  pullRequest?: { number: number; url: string; headSha: string };
}

/** What is remembered of a run of a pipeline that brings a version: it is begun and followed as a target is. */
export interface RunMemory extends TargetProgress {
  /** ISO 8601; when it was first to be started. */
  since: string;
}

/** What is remembered of a wave. */
export interface WaveMemory {
  /** By repository and branch. */
  writes: Record<string, WriteMemory>;
  /** By its place in the order, where pipelines bring the version. */
  runs?: Record<string, RunMemory>;
  /** ISO 8601; when all was written. */
  writtenAt?: string;
  /** ISO 8601; since when nobody has answered who was asked to write. */
  unansweredSince?: string;
  /** What somebody else has changed, as `diff -u` writes it, where that ended it. */
  clash?: string;
  /** Ids of targets whose controller was told to look. */
  told: string[];
  /** Ids of targets that were synced, as their controller does not by itself. */
  synced: string[];
  /** By id of the target: how far the commit has come there. */
  reached?: Record<string, Reach>;
  /** ISO 8601 by id of the target: since when it is degraded on the new version. */
  degradedSince: Record<string, string>;
}

/** What the execution of a promotion or a roll back remembers. */
export interface VersionMemory {
  wave: number;
  waves: WaveMemory[];
  /** What gates said last at pull requests, by gate. */
  statuses: Record<string, string>;
}

/** The commits that it wrote, or that its pull requests were merged as. */
export function writtenCommits({ waves }: VersionMemory): string[] {
  const all = waves
    .flatMap(({ writes }) => Object.values(writes))
    .filter(({ asItWas }) => !asItWas)
    .flatMap(({ sha, pullRequest }) => [sha, pullRequest?.headSha])
    .filter(sha => sha !== undefined);
  return [...new Set(all)];
}

/** The memory of an operation that has not begun. */
export function newMemory(waves: number): VersionMemory {
  return {
    wave: 0,
    statuses: {},
    waves: Array.from({ length: waves }, () => ({
      writes: {},
      told: [],
      synced: [],
      degradedSince: {},
    })),
  };
}

/** Notes how far a commit has come at a target: what was synced once stays so, whatever comes after it. */
export function noteReach(
  wave: WaveMemory,
  targetId: string,
  reach: Reach | undefined,
): void {
  if (reach && wave.reached?.[targetId] !== 'synced') {
    wave.reached = { ...wave.reached, [targetId]: reach };
  }
}
