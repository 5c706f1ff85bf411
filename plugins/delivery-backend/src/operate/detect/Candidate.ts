import type { VersionRule } from '../versions/VersionRule';

/** A place in a file that may be where a version lives, before it is compared with what runs. */
export interface Candidate
  extends Pick<
    VersionRule,
    'strategy' | 'file' | 'document' | 'path' | 'digestPath' | 'image'
  > {
  /** The image whose version it is, where the file names it. */
  ofImage?: string;
  /** Which of the target's sources the file is of, where files of several were looked at together. */
  source?: number;
  /** What was found, in words. */
  found: string;
  /** What to know before it is taken. */
  remarks?: string[];
}

/** A file of a repository. */
export interface TextFile {
  path: string;
  text: string;
  /** Which of a target's sources it is of, where files of several are looked at together. */
  source?: number;
}
