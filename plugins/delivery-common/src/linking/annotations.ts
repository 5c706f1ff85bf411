/**
 * Annotations that link an entity to what delivers it. Most are those that people already have; ours are few.
 * `docs/annotations.md` describes each one.
 *
 * @public
 */
export const DELIVERY_ANNOTATIONS = {
  argocdAppName: 'argocd/app-name',
  argocdAppSelector: 'argocd/app-selector',
  argocdAppNamespace: 'argocd/app-namespace',
  argocdInstanceName: 'argocd/instance-name',
  argocdProjectName: 'argocd/project-name',
  kubernetesId: 'backstage.io/kubernetes-id',
  kubernetesNamespace: 'backstage.io/kubernetes-namespace',
  kubernetesLabelSelector: 'backstage.io/kubernetes-label-selector',
  kubernetesCluster: 'backstage.io/kubernetes-cluster',
  githubProjectSlug: 'github.com/project-slug',
  gitlabProjectSlug: 'gitlab.com/project-slug',
  gitlabProjectId: 'gitlab.com/project-id',
  gitlabInstance: 'gitlab.com/instance',
  jenkinsJobFullName: 'jenkins.io/job-full-name',
  terraformOrganization: 'terraform/organization',
  terraformWorkspaces: 'terraform/workspaces',
  sourceLocation: 'backstage.io/source-location',
  /** Where the catalog read the entity from; the catalog writes it, and no file can. */
  managedByLocation: 'backstage.io/managed-by-location',
  /** The image repositories that the entity is published as, separated by commas. */
  images: 'delivery/images',
  /** The environments of the entity in their order, where they are not the configured ones. */
  environments: 'delivery/environments',
  /** The folders of the repository that belong to the entity, separated by commas. */
  paths: 'delivery/paths',
  /** Where its versions live, as YAML: by environment a rule of file and strategy. */
  versionRules: 'delivery/version-rules',
  /** What a monitoring system calls the service, where that is not the entity's name. */
  metricsService: 'delivery/metrics-service',
  /** The name of the configured set of queries that its metrics are asked by. */
  metricsQueries: 'delivery/metrics-queries',
} as const;

/**
 * Kinds of entities that can have a delivery page.
 *
 * @public
 */
export const DELIVERY_KINDS: readonly string[] = [
  'component',
  'resource',
  'api',
];

/**
 * Whether an entity can have a delivery page at all. It goes by kind only, because what is linked by a label on
 * the upstream object has no annotation that one could ask for.
 *
 * @public
 */
export function isDeliveryAvailable(entity: { kind: string }): boolean {
  return DELIVERY_KINDS.includes(entity.kind.toLocaleLowerCase('en-US'));
}
