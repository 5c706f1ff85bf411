import { personByLogin } from '../people';
import { Random } from '../Random';
import { ServiceSpec } from '../services';
import { PlannedChange, PlannedHotfix } from './PlannedChange';
import { parseVersion } from './versions';

const HOUR = 3_600_000;

/**
 * A fix on top of an old version, on a branch that nobody merged: what runs in production then is a commit
 * that main lacks. The version that it is made from is the last of its minor version, so that main never
 * had the number.
 */
export function planHotfix(
  services: ServiceSpec[],
  changes: PlannedChange[],
  random: Random,
): PlannedHotfix | undefined {
  const service = services.find(each => each.history.hotfix);
  const hotfix = service?.history.hotfix;
  const author = hotfix && personByLogin(hotfix.author);
  if (!service || !hotfix || !author) {
    return undefined;
  }
  const built = changes
    .map((change, index) => ({
      index,
      change,
      version: change.outcomes.find(each => each.service === service)?.version,
    }))
    .filter(each => each.version !== undefined);
  const latest = Math.max(0, built.length - 1 - service.history.lag.production);
  for (let at = latest; at >= 0; at--) {
    const version = parseVersion(built[at].version ?? '');
    const following = parseVersion(built[at + 1].version ?? '');
    if (version && following && following[1] > version[1]) {
      const { change, index } = built[at];
      const committed = new Date(
        change.at.getTime() + random.integer(100, 120) * HOUR,
      );
      return {
        branch: hotfix.branch,
        base: index,
        author,
        service,
        commit: {
          subject: hotfix.subject,
          body: hotfix.body,
          at: committed,
          files: {
            [`src/rounding.go`]: `package rounding\n\n// HalfEven rounds as the tax office wants it.\nfunc HalfEven(minor int64, scale int64) int64 {\n\tquotient, rest := minor/scale, minor%scale\n\tif 2*rest > scale || (2*rest == scale && quotient%2 == 1) {\n\t\tquotient++\n\t}\n\treturn quotient\n}\n`,
          },
        },
        version: [version[0], version[1], version[2] + 1].join('.'),
        finishedAt: new Date(committed.getTime() + 6 * 60_000),
      };
    }
  }
  return undefined;
}
