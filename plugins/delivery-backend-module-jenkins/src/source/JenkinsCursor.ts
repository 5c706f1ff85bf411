import { z } from 'zod';
import { TargetStateSchema, type TargetState } from '../deploy/TargetState';

const JobSchema = z.object({
  /** The oldest build that was told. */
  from: z.number().int(),
  /** The newest one. */
  to: z.number().int(),
  /** Those that had not ended, or could not be read. */
  open: z.array(z.number().int()).max(100).optional(),
  /** Those that ended and whose stages are still to be asked for. */
  stages: z.array(z.number().int()).max(200).optional(),
});

/** What was told of a job, so that a build that has ended is told once. */
export type JobState = z.infer<typeof JobSchema>;

const RootSchema = z.object({
  jobs: z.record(z.string(), JobSchema),
  targets: z.record(z.string(), TargetStateSchema).optional(),
});

/** What was told of a root. */
export interface RootState {
  jobs: Map<string, JobState>;
  targets: Map<string, TargetState>;
}

const Cursor = z.object({
  version: z.literal(1),
  roots: z.record(z.string(), RootSchema),
  problems: z.array(z.string()),
  queued: z.boolean(),
});

/** What has been told of a Jenkins. */
export class JenkinsCursor {
  private constructor(
    readonly roots: Map<string, RootState>,
    /** The scopes of open problems. */
    readonly problems: Set<string>,
    /** Whether something may be told of as waiting in the queue. */
    public queued: boolean,
  ) {}

  /** A cursor that cannot be read counts as none: everything is told again. */
  static parse(text: string | undefined): JenkinsCursor {
    try {
      const cursor = Cursor.parse(JSON.parse(text ?? ''));
      const roots = Object.entries(cursor.roots).map(
        ([name, { jobs, targets }]): [string, RootState] => [
          name,
          {
            jobs: new Map(Object.entries(jobs)),
            targets: new Map(Object.entries(targets ?? {})),
          },
        ],
      );
      return new JenkinsCursor(
        new Map(roots),
        new Set(cursor.problems),
        cursor.queued,
      );
    } catch {
      return new JenkinsCursor(new Map(), new Set(), true);
    }
  }

  /** Stable: the same state is the same text. */
  toString(): string {
    const roots = [...this.roots].map(([name, { jobs, targets }]) => [
      name,
      {
        jobs: sorted(jobs),
        ...(targets.size > 0 ? { targets: sorted(targets) } : {}),
      },
    ]);
    return JSON.stringify({
      version: 1,
      roots: sorted(new Map(roots as [string, unknown][])),
      problems: [...this.problems].sort(),
      queued: this.queued,
    });
  }
}

function sorted<T>(map: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
