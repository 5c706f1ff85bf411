import { people } from '../people';
import { Random } from '../Random';
import { Person } from '../Scenario';
import { isBuilt, ServiceSpec, servicesIn } from '../services';
import { planHotfix } from './planHotfix';
import { planOpenPulls } from './planOpenPulls';
import { PlannedChange, PlannedOutcome, SourcePlan } from './PlannedChange';
import { SourceFiles } from './SourceFiles';
import { subjectsFor } from './subjects';
import { nextVersion, Version } from './versions';
import { workingTimes } from './workingTimes';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How long the sandbox's history is. */
export const HISTORY_DAYS = 61;

/** Makes up two months of history of a repository, up to shortly before `now`. */
export function planSource(repository: string, now: Date): SourcePlan {
  const services = servicesIn(repository);
  const random = new Random(`source of ${repository}`);
  const count = services.reduce((sum, each) => sum + each.history.commits, 0);
  const times = workingTimes(
    count,
    new Date(now.getTime() - HISTORY_DAYS * DAY),
    new Date(now.getTime() - random.integer(45, 300) * MINUTE),
    new Random(`times of ${repository}`),
  );
  const queues = new Map(
    services.map(service => [
      service,
      subjectsFor(
        service.vocabulary,
        service.history.commits,
        new Random(`subjects of ${service.name}`),
      ),
    ]),
  );
  const order = random.shuffle(
    services.flatMap(service => (queues.get(service) ?? []).map(() => service)),
  );
  const versions = new Map<ServiceSpec, Version>();
  const files = new SourceFiles(random);
  const numbers = { next: random.integer(40, 400) };
  const changes = order.map((service, index): PlannedChange => {
    const subject = queues.get(service)?.pop() ?? 'Update dependencies';
    const shared = service.shared.length > 0 && random.chance(0.22);
    const content = shared
      ? files.changeShared(service, subject)
      : files.change(service, subject);
    const affected = shared
      ? services.filter(other =>
          other.shared.some(f => service.shared.includes(f)),
        )
      : [service];
    const settled = index === 0 || index > order.length - 4;
    return {
      subject,
      at: times[index],
      author: authorFor(service, random),
      ...(shared && {
        body: `Used by ${affected.map(each => each.name).join(' and ')}.`,
      }),
      files: content,
      via: 'direct',
      outcomes: affected
        .filter(isBuilt)
        .map(each =>
          outcome(each, subject, times[index], versions, random, settled),
        ),
    };
  });
  changes.forEach((change, index) => {
    if (index > 0) {
      viaPullRequest(change, services[0], numbers, random);
    }
  });
  return {
    repository,
    services,
    changes,
    open: planOpenPulls(services, now, numbers, files, random),
    hotfix: planHotfix(services, changes, random),
  };
}

/** Most changes come from the owning team, some from others. */
export function authorFor(service: ServiceSpec, random: Random): Person {
  const own = people.filter(each => each.team === service.team);
  return random.chance(0.8) ? random.pick(own) : random.pick(people);
}

/** `the wallet selector` → `tomas/the-wallet-selector` */
export function branchName(author: Person, subject: string): string {
  const slug = subject
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
    .replace(/-$/, '');
  return `${author.login}/${slug}`;
}

function outcome(
  service: ServiceSpec,
  subject: string,
  at: Date,
  versions: Map<ServiceSpec, Version>,
  random: Random,
  settled: boolean,
): PlannedOutcome {
  const luck = random.next();
  const finishedAt = new Date(at.getTime() + random.integer(150, 420) * 1000);
  if (!settled && luck > 0.86) {
    const conclusion = luck > 0.95 ? 'cancelled' : 'failure';
    return { service, conclusion, finishedAt };
  }
  const last = versions.get(service);
  const version = last
    ? nextVersion(last, subject)
    : service.history.firstVersion;
  versions.set(service, version);
  return {
    service,
    conclusion: 'success',
    version: version.join('.'),
    finishedAt,
  };
}

function viaPullRequest(
  change: PlannedChange,
  service: ServiceSpec,
  numbers: { next: number },
  random: Random,
) {
  if (random.chance(0.16)) {
    return;
  }
  const number = numbers.next;
  numbers.next += random.integer(1, 3);
  const branch = branchName(change.author, change.subject);
  const openedAt = new Date(
    change.at.getTime() - random.integer(40, 700) * MINUTE,
  );
  const reviewers = people.filter(each => each !== change.author);
  const entries = Object.entries(change.files);
  const commits = entries.map(([file, content], index) => ({
    subject:
      index === 0 ? change.subject : `Follow up in ${file.split('/').pop()}`,
    at: new Date(openedAt.getTime() - (entries.length - index) * 7 * MINUTE),
    files: { [file]: content },
  }));
  change.via = service.history.merge;
  change.pull = {
    number,
    branch,
    openedAt,
    mergedBy: random.chance(0.7) ? change.author : random.pick(reviewers),
    commits,
  };
}
