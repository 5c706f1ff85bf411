import { ServiceSpec } from '../services';
import { BuiltVersion } from './planPromotions';
import { WrittenSource } from './writeSource';

/** The versions of a service that its workflow published, oldest first. */
export function builtVersions(
  written: WrittenSource,
  service: ServiceSpec,
): BuiltVersion[] {
  return written.plan.changes.flatMap((change, index) =>
    change.outcomes
      .filter(outcome => outcome.service === service && outcome.version)
      .map(outcome => ({
        version: outcome.version ?? '',
        sha: written.changes[index].sha,
        subject:
          change.via === 'squash' && change.pull
            ? `${change.subject} (#${change.pull.number})`
            : change.subject,
        author: change.author,
        at: outcome.finishedAt,
      })),
  );
}
