import { deployMessage } from '../deployMessage';
import { ci, people } from '../people';
import { Random } from '../Random';
import { Person } from '../Scenario';
import { followedStage, overlayOf, ServiceSpec, StageSpec } from '../services';
import { OverlayState } from '../manifests/kustomize';
import { builtVersions } from './builtVersions';
import { BuiltVersion, planPromotions, Promotion } from './planPromotions';
import { WrittenSource } from './writeSource';

/** One commit of the configuration. */
export interface ConfigurationChange {
  at: Date;
  author: Person;
  message: string;
  /** Merged through a pull request. */
  reviewed: boolean;
  service: ServiceSpec;
  /** What changes in which stages. */
  stages: { stage: StageSpec; change: Partial<OverlayState> }[];
  /** The first of a service: base and all overlays are written. */
  onboarding?: boolean;
}

/** The history of a service's configuration: onboarding, deployments, promotions, settings. */
export function planGitops(
  written: WrittenSource,
  service: ServiceSpec,
  options: { now: Date; forgeUrl: string },
): ConfigurationChange[] {
  const random = new Random(`configuration of ${service.name}`);
  const versions = builtVersions(written, service);
  const team = people.filter(each => each.team === service.team);
  const message = (subject: string, built: BuiltVersion) =>
    deployMessage(subject, {
      sha: built.sha,
      repositoryUrl: `${options.forgeUrl}/${service.repository}.git`,
      author: built.author,
      subject: built.subject,
      at: built.at,
    });
  const stagesOf = (environment: StageSpec['environment']) =>
    service.stages.filter(
      stage => stage.environment === environment && overlayOf(stage),
    );
  const followed = followedStage(service)?.environment ?? 'development';
  const deploy = (
    built: BuiltVersion,
    at: Date,
    stages: StageSpec[],
    author: Person,
    subject: string,
  ): ConfigurationChange => ({
    at,
    author,
    message: message(subject, built),
    reviewed: author !== ci && stages[0]?.environment === 'production',
    service,
    stages: stages.map(stage => ({ stage, change: { tag: built.version } })),
  });

  const first = versions[0];
  const onboarding: ConfigurationChange = {
    at: new Date(first.at.getTime() + 60_000),
    author: random.pick(team),
    message: `Onboard ${service.name}\n`,
    reviewed: true,
    onboarding: true,
    service,
    stages: service.stages.filter(overlayOf).map(stage => ({
      stage,
      change: { tag: first.version, replicas: stage.replicas },
    })),
  };
  const followers = versions
    .slice(1)
    .map(built =>
      deploy(
        built,
        new Date(built.at.getTime() + 20_000),
        stagesOf(followed),
        ci,
        `Deploy ${service.name} ${built.version} to ${followed}`,
      ),
    );
  const { plan } = written;
  const hotfix = plan.hotfix?.service === service ? plan.hotfix : undefined;
  const baseVersion =
    hotfix &&
    plan.changes[hotfix.base].outcomes.find(each => each.service === service)
      ?.version;
  const promotions = planPromotions(
    versions,
    {
      staging: service.history.lag.staging,
      production: baseVersion
        ? versions.length -
          1 -
          versions.findIndex(each => each.version === baseVersion)
        : service.history.lag.production,
      now: options.now,
    },
    random,
  );
  const promote = (environment: StageSpec['environment'], done: Promotion[]) =>
    done
      .filter(({ built }) => built !== first)
      .flatMap(({ built, at }) => {
        const author = random.pick(team);
        return waves(stagesOf(environment)).map((stages, index) =>
          deploy(
            built,
            new Date(at.getTime() + index * 25_000),
            stages,
            author,
            promotionSubject(service, built.version, environment, stages),
          ),
        );
      });
  const changes = [
    onboarding,
    ...followers,
    ...(followed === 'staging' ? [] : promote('staging', promotions.staging)),
    ...promote('production', promotions.production),
    ...settings(service, first.at, options.now, team, random),
  ];
  if (hotfix && written.hotfix) {
    changes.push(
      deploy(
        {
          version: hotfix.version,
          sha: written.hotfix,
          subject: hotfix.commit.subject,
          author: hotfix.author,
          at: hotfix.finishedAt,
        },
        new Date(hotfix.finishedAt.getTime() + 30 * 60_000),
        stagesOf('production'),
        hotfix.author,
        `Deploy the rounding fix ${hotfix.version} of ${service.name} to production`,
      ),
    );
  }
  return changes;
}

/** Regions follow in two waves: one cluster first, then the others. */
function waves(stages: StageSpec[]): StageSpec[][] {
  if (stages.length <= 1) {
    return [stages];
  }
  const [first] = stages;
  return [
    stages.filter(stage => stage.cluster === first.cluster),
    stages.filter(stage => stage.cluster !== first.cluster),
  ];
}

function promotionSubject(
  service: ServiceSpec,
  version: string,
  environment: string,
  stages: StageSpec[],
): string {
  const regions = stages.map(stage => stage.region).filter(Boolean);
  const where =
    regions.length > 0 ? `${environment}: ${regions.join(', ')}` : environment;
  return `Promote ${service.name} ${version} to ${where}`;
}

/** Changes of settings alone: they are deployments, too, though no version moves. */
function settings(
  service: ServiceSpec,
  from: Date,
  now: Date,
  team: Person[],
  random: Random,
): ConfigurationChange[] {
  const span = now.getTime() - from.getTime();
  const pair = (
    environment: StageSpec['environment'],
    there: [string, (stage: StageSpec) => Partial<OverlayState>],
    back: [string, (stage: StageSpec) => Partial<OverlayState>],
  ): ConfigurationChange[] => {
    const start = from.getTime() + span * (0.2 + random.next() * 0.5);
    const author = random.pick(team);
    return [there, back].map(([message, change], index) => ({
      at: new Date(start + index * random.integer(2, 50) * 3_600_000),
      author,
      message: `${message}\n`,
      reviewed: false,
      service,
      stages: service.stages
        .filter(stage => stage.environment === environment)
        .map(stage => ({ stage, change: change(stage) })),
    }));
  };
  const debug = pair(
    'staging',
    [`Log ${service.name} at debug in staging`, () => ({ logLevel: 'debug' })],
    [`Log ${service.name} at info again`, () => ({ logLevel: 'info' })],
  );
  const scale = pair(
    'production',
    [
      `Scale ${service.name} up for the campaign`,
      stage => ({ replicas: stage.replicas + 2 }),
    ],
    [
      `Scale ${service.name} back after the campaign`,
      stage => ({ replicas: stage.replicas }),
    ],
  );
  return [...debug, ...scale];
}
