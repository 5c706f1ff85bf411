import type { RunItem } from '@throughline/plugin-delivery-node';

/** What a run can be found by: the words are those of {@link runSubjects}. */
export const SUBJECTS = {
  repository: (identity: string) => `repository ${identity}`,
  pipeline: (sourceId: string, key: string) => `pipeline ${sourceId} ${key}`,
  label: (key: string, value: string) => `label ${key}=${value}`,
} as const;

/** More names than this of one run are not of use. */
const MAX_KEYS = 20;

/**
 * All that a run can be found by, the most telling first.
 *
 * @returns none where nothing names it, so that no page could ever show it
 */
export function runSubjects(sourceId: string, run: RunItem): string[] {
  return [
    ...new Set([
      ...(run.repository ? [SUBJECTS.repository(run.repository)] : []),
      ...(run.pipelineKeys ?? [])
        .slice(0, MAX_KEYS)
        .map(key => SUBJECTS.pipeline(sourceId, key)),
      ...Object.entries(run.labels ?? {})
        .slice(0, MAX_KEYS)
        .map(([key, value]) => SUBJECTS.label(key, value)),
    ]),
  ];
}
