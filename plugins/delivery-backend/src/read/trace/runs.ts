import type {
  RunView,
  Told,
  VersionView,
} from '@throughline/plugin-delivery-common';
import type { EntityRecord } from '../EntityRecord';
import { runAccess } from '../runAccess';
import { runView, short } from '../summaries';
import { told, untold } from './told';

/** The pipeline runs of the commit that a version was built from. */
export function runsOf(
  version: VersionView | undefined,
  record: EntityRecord,
): Told<RunView[]> {
  const sha = version?.commit?.sha;
  if (!sha) {
    return untold(
      version?.unknownBecause ?? 'which commit it was built from is not known',
    );
  }
  const accessTo = runAccess(record);
  const commit = record.commits.find(({ item }) => item.sha === sha)?.item;
  const runs = record.runs.filter(({ item }) => item.sha === sha);
  return runs.length > 0
    ? told(runs.map(run => runView(run, accessTo(run), commit)))
    : untold(`no source tells of a run for ${short(sha)}`);
}
