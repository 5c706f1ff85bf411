import { DiskRepositories } from '../git';
import { guest, people, ci } from './people';
import {
  ApplicationSpec,
  ArgoInstanceSpec,
  ClusterSpec,
  FaultSpec,
  LargeWorldSpec,
  Scenario,
} from './Scenario';
import {
  GITOPS,
  ServiceSpec,
  serviceNamed,
  services,
  StageSpec,
  VALUES,
} from './services';

/** The token of every cluster's API. */
export const KUBERNETES_TOKEN = 'sandbox-kubernetes-token';
/** The bearer token of the Argo CD instance `nonprod`. */
export const ARGOCD_TOKEN = 'sandbox-argocd-token';
/** The account of the Argo CD instance `prod`. */
export const ARGOCD_ACCOUNT = {
  username: 'throughline',
  password: 'sandbox-password',
};

/** Where Argo CD keeps its Applications. */
export const ARGOCD_NAMESPACE = 'argocd';

const STOREFRONT_SET = 'storefront-production';
const PREVIEWS_SET = 'checkout-previews';

/** What is wrong in the world from the start. */
const faults: FaultSpec[] = [
  {
    cluster: 'prod-eu',
    namespace: 'storefront-eu-west',
    workload: 'storefront',
    fault: 'crashLoop',
  },
  {
    cluster: 'prod-us',
    namespace: 'recommendations-production',
    workload: 'recommendations',
    fault: 'crashLoop',
  },
  {
    cluster: 'nonprod',
    namespace: 'inventory-staging',
    workload: 'inventory',
    fault: 'edited',
  },
  {
    cluster: 'prod-us',
    namespace: 'search-production',
    workload: 'search',
    fault: 'stuckCanary',
  },
];

/** The Applications of all services, as they are from the start; previews and the parent are apart. */
export function serviceApplications(): ApplicationSpec[] {
  return services.flatMap(service =>
    service.stages.flatMap(stage => application(service, stage)),
  );
}

/** Everything the platform stands on, read from the repositories where that is the truth. */
export async function createScenario(options: {
  repositories: DiskRepositories;
  argoPorts: { nonprod: number; prod: number; large?: number };
  large?: { services: number; clusters: number; pods: number };
}): Promise<Scenario> {
  const instances: ArgoInstanceSpec[] = [
    { name: 'nonprod', port: options.argoPorts.nonprod, token: ARGOCD_TOKEN },
    {
      name: 'prod',
      port: options.argoPorts.prod,
      account: ARGOCD_ACCOUNT,
    },
  ];
  const clusters = ['nonprod', 'prod-eu', 'prod-us', 'prod-ap'].map(cluster);
  let large: LargeWorldSpec | undefined;
  if (options.large) {
    instances.push({
      name: 'large',
      port: options.argoPorts.large ?? 0,
      token: ARGOCD_TOKEN,
    });
    const names = Array.from(
      { length: options.large.clusters },
      (_, index) => `large-${String(index + 1).padStart(2, '0')}`,
    );
    clusters.push(...names.map(cluster));
    large = {
      services: options.large.services,
      pods: options.large.pods,
      clusters: names,
      argoInstances: instances.map(instance => instance.name),
    };
  }
  return {
    people: [...people, guest, ci],
    clusters,
    argoInstances: instances,
    applications: [
      ...serviceApplications(),
      ...(await previews(options.repositories)),
      rootApplication(),
    ],
    // What the pipeline deployed is applied by the runner, at the versions that the forge recorded.
    plainWorkloads: [],
    faults,
    ...(large && { large }),
  };
}

/** The parent of all Applications of the instance nonprod. */
export function rootApplication(): ApplicationSpec {
  return {
    instance: 'nonprod',
    name: 'root-nonprod',
    namespace: ARGOCD_NAMESPACE,
    project: 'platform',
    labels: { team: 'platform' },
    source: {
      repository: GITOPS,
      path: 'root/nonprod',
      targetRevision: 'main',
    },
    destination: { cluster: 'nonprod', namespace: ARGOCD_NAMESPACE },
    autoSync: true,
    selfHeal: true,
    parent: true,
  };
}

/** The Application of a preview environment. */
export function previewApplication(name: string): ApplicationSpec {
  const service = serviceNamed('checkout');
  return {
    instance: 'nonprod',
    name,
    namespace: ARGOCD_NAMESPACE,
    project: service.team,
    labels: {
      team: service.team,
      preview: name,
      'backstage.io/kubernetes-id': service.name,
    },
    source: {
      repository: GITOPS,
      path: `previews/${name}`,
      targetRevision: 'main',
    },
    destination: { cluster: 'nonprod', namespace: name },
    autoSync: true,
    selfHeal: true,
    applicationSet: PREVIEWS_SET,
  };
}

async function previews(
  repositories: DiskRepositories,
): Promise<ApplicationSpec[]> {
  const tip = await repositories.resolve(GITOPS, 'main');
  const files = tip
    ? await repositories.readTree(GITOPS, tip, 'previews')
    : new Map<string, string>();
  const names = new Set([...files.keys()].map(file => file.split('/')[0]));
  return [...names].map(previewApplication);
}

function application(
  service: ServiceSpec,
  stage: StageSpec,
): ApplicationSpec[] {
  const { gitops } = stage;
  if (!gitops) {
    return [];
  }
  const valuesElsewhere = gitops.values && !gitops.values.sameSource;
  return [
    {
      instance: gitops.instance,
      name: gitops.application,
      namespace: ARGOCD_NAMESPACE,
      project: service.team,
      labels: {
        environment: stage.environment,
        team: service.team,
        'backstage.io/kubernetes-id': service.name,
        ...(stage.region && { region: stage.region }),
      },
      source: {
        repository: GITOPS,
        path: gitops.path,
        targetRevision: 'main',
        ...(gitops.values && {
          valueFiles: [
            valuesElsewhere
              ? `$values/${gitops.values.file}`
              : `../${gitops.values.file.split('/').pop()}`,
          ],
        }),
      },
      ...(valuesElsewhere && {
        additionalSources: [
          { repository: VALUES, ref: 'values', targetRevision: 'main' },
        ],
      }),
      destination: { cluster: stage.cluster, namespace: stage.namespace },
      autoSync: gitops.autoSync,
      selfHeal: gitops.autoSync && stage.environment !== 'production',
      ...(stage.region && { applicationSet: STOREFRONT_SET }),
    },
  ];
}

function cluster(name: string): ClusterSpec {
  return { name, token: KUBERNETES_TOKEN };
}
