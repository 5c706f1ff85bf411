import type {
  ChangeEvidence,
  DeploymentView,
  Told,
} from '@throughline/plugin-delivery-common';
import type { ObservationReader } from '../../store';
import { commitKey, type EntityRecord } from '../EntityRecord';
import { withPullRequests } from './pullRequests';
import { told, untold } from './told';

/** The commit of the configuration that was applied, with its pull request. */
export async function configurationOf(
  { configurationCommit: commit }: DeploymentView,
  { configCommits }: EntityRecord,
  reader: ObservationReader,
): Promise<Told<ChangeEvidence>> {
  const stored =
    commit && configCommits.get(commitKey(commit.repository, commit.sha));
  if (!stored) {
    return untold(
      'which commit of the configuration it brought is not known, or it brought none',
    );
  }
  const [evidence] = await withPullRequests([stored.item], reader);
  return told(evidence);
}
