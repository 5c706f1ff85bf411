import { DeploymentRecord, ForgeRecord } from '../../forge/records';
import { ci, people } from '../people';
import { Random } from '../Random';
import { ServiceSpec } from '../services';
import { builtVersions } from './builtVersions';
import { planPromotions, Promotion } from './planPromotions';
import { WrittenSource } from './writeSource';

/** What a workflow that deploys by itself left in the Deployments API. */
export function deploymentRecords(
  written: WrittenSource,
  service: ServiceSpec,
  runs: ForgeRecord[],
  now: Date,
): DeploymentRecord[] {
  if (service.delivery !== 'pipeline') {
    return [];
  }
  const random = new Random(`deployments of ${service.name}`);
  const versions = builtVersions(written, service);
  const team = people.filter(each => each.team === service.team);
  const { staging, production } = planPromotions(
    versions,
    {
      staging: service.history.lag.staging,
      production: service.history.lag.production,
      now,
    },
    random,
  );
  const development = versions.map(built => ({ built, at: built.at }));
  const all: [string, Promotion][] = [
    ...development.map((each): [string, Promotion] => ['development', each]),
    ...staging.map((each): [string, Promotion] => ['staging', each]),
    ...production.map((each): [string, Promotion] => ['production', each]),
  ];
  all.sort(([, a], [, b]) => a.at.getTime() - b.at.getTime());
  const newest = new Map(
    all.map(([environment], index) => [environment, index]),
  );
  return all.map(([environment, { built, at }], index) => {
    const id = 2_400_000_000 + index * 10;
    const createdAt = at.toISOString();
    const done = new Date(at.getTime() + 48_000).toISOString();
    const next = all
      .slice(index + 1)
      .find(([later]) => later === environment)?.[1];
    const run = runs.find(
      each =>
        each.kind === 'run' && each.sha === built.sha && each.event === 'push',
    );
    return {
      kind: 'deployment',
      id,
      environment,
      sha: built.sha,
      ref: 'main',
      version: built.version,
      creator:
        environment === 'development' ? ci.login : random.pick(team).login,
      description: `Deploy ${service.name} ${built.version} to ${environment}`,
      createdAt,
      updatedAt: done,
      ...(run?.kind === 'run' && { run: run.id }),
      statuses: [
        {
          id: id + 1,
          state: 'in_progress',
          description: 'kubectl apply',
          createdAt,
        },
        {
          id: id + 2,
          state: 'success',
          description: 'Rolled out',
          createdAt: done,
        },
        ...(next && newest.get(environment) !== index
          ? [
              {
                id: id + 3,
                state: 'inactive' as const,
                description: 'Replaced',
                createdAt: new Date(next.at.getTime() + 48_000).toISOString(),
              },
            ]
          : []),
      ],
    };
  });
}
