import { StageSpec } from './ServiceSpec';

/** The usual three environments of a service that Argo CD deploys. */
export function gitopsStages(options: {
  service: string;
  /** What the Applications are called before the dash; the service's name if left out. */
  application?: string;
  production: string;
  replicas: [number, number, number];
  stagingAutoSync?: boolean;
}): StageSpec[] {
  const { service, production, replicas } = options;
  const application = options.application ?? service;
  const stage = (
    environment: StageSpec['environment'],
    short: string,
    cluster: string,
    count: number,
    autoSync: boolean,
  ): StageSpec => ({
    environment,
    cluster,
    namespace: `${service}-${environment}`,
    replicas: count,
    gitops: {
      application: `${application}-${short}`,
      instance: environment === 'production' ? 'prod' : 'nonprod',
      path: `apps/${service}/overlays/${environment}`,
      autoSync,
    },
  });
  return [
    stage('development', 'dev', 'nonprod', replicas[0], true),
    stage(
      'staging',
      'staging',
      'nonprod',
      replicas[1],
      options.stagingAutoSync ?? true,
    ),
    stage('production', 'prod', production, replicas[2], true),
  ];
}

/** The regions in which the storefront runs, with their clusters. */
export const regions: { region: string; cluster: string }[] = [
  { region: 'eu-west', cluster: 'prod-eu' },
  { region: 'eu-north', cluster: 'prod-eu' },
  { region: 'us-east', cluster: 'prod-us' },
  { region: 'us-west', cluster: 'prod-us' },
  { region: 'ap-south', cluster: 'prod-ap' },
  { region: 'ap-east', cluster: 'prod-ap' },
];

/** A service whose production is spread over all regions. */
export function regionalStages(service: string): StageSpec[] {
  const usual = gitopsStages({
    service,
    production: '',
    replicas: [1, 2, 0],
  }).filter(stage => stage.environment !== 'production');
  return [
    ...usual,
    ...regions.map(
      ({ region, cluster }): StageSpec => ({
        environment: 'production',
        region,
        cluster,
        namespace: `${service}-${region}`,
        replicas: 3,
        gitops: {
          application: `${service}-${region}`,
          instance: 'prod',
          path: `apps/${service}/overlays/production/${region}`,
          autoSync: true,
        },
      }),
    ),
  ];
}

/** A Helm release in each environment; staging takes its values from a repository of their own. */
export function helmStages(
  service: string,
  production: string,
  valuesRepository: string,
  gitopsRepository: string,
): StageSpec[] {
  return gitopsStages({
    service,
    production,
    replicas: [1, 2, 3],
  }).map(stage => ({
    ...stage,
    gitops: stage.gitops && {
      ...stage.gitops,
      path: `apps/${service}/chart`,
      values:
        stage.environment === 'staging'
          ? {
              repository: valuesRepository,
              file: `${service}/values-staging.yaml`,
              sameSource: false,
            }
          : {
              repository: gitopsRepository,
              file: `apps/${service}/values-${stage.environment}.yaml`,
              sameSource: true,
            },
    },
  }));
}

/** Environments that a pipeline deploys to, without GitOps. */
export function pipelineStages(
  service: string,
  production: string,
): StageSpec[] {
  return (['development', 'staging', 'production'] as const).map(
    (environment, index) => ({
      environment,
      cluster: environment === 'production' ? production : 'nonprod',
      namespace: `${service}-${environment}`,
      replicas: index + 1,
    }),
  );
}
