import { Random } from '../Random';

const HOUR = 3_600_000;

/** A version at the moment at which it could be deployed. */
export interface BuiltVersion {
  version: string;
  sha: string;
  subject: string;
  author: { name: string; email: string };
  at: Date;
}

/** A version's way into an environment. */
export interface Promotion {
  built: BuiltVersion;
  at: Date;
}

/** Which versions reached staging and production, and when; the last ones are as far behind as asked for. */
export function planPromotions(
  versions: BuiltVersion[],
  options: { staging: number; production: number; now: Date },
  random: Random,
): { staging: Promotion[]; production: Promotion[] } {
  const stagingLast = Math.max(0, versions.length - 1 - options.staging);
  const productionLast = Math.max(0, versions.length - 1 - options.production);
  const staged = new Set<number>([stagingLast, productionLast]);
  for (let at = stagingLast; at > 0; at -= random.integer(2, 4)) {
    staged.add(at);
  }
  const stagedOrder = [...staged].sort((a, b) => a - b);
  const produced = stagedOrder.filter(
    (index, position) =>
      index === productionLast ||
      (index < productionLast && position % 2 === 0 && index > 0),
  );
  const staging = schedule(
    stagedOrder.map(index => ({
      built: versions[index],
      at: versions[index].at,
    })),
    options.now,
    () => random.integer(1, 6) * HOUR,
  );
  const production = schedule(
    produced.map(index => staging[stagedOrder.indexOf(index)]),
    options.now,
    () => random.integer(15, 30) * HOUR,
  );
  return { staging, production };
}

/** Each a while after it became possible, and before the next one. */
function schedule(
  candidates: Promotion[],
  now: Date,
  delay: () => number,
): Promotion[] {
  return candidates.map(({ built, at }, position) => {
    const limit = candidates[position + 1]?.at ?? now;
    const room = Math.max(0, limit.getTime() - at.getTime()) * 0.4;
    return { built, at: new Date(at.getTime() + Math.min(delay(), room)) };
  });
}
