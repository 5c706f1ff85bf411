import {
  guest,
  people,
  releaseManagers,
  releasers,
  teams,
} from '../world/people';
import { imageName, ServiceSpec, services } from '../world/services';

/** A catalog entity, as its file has it. */
export interface CatalogEntity {
  apiVersion: 'backstage.io/v1alpha1';
  kind: 'Group' | 'User' | 'System' | 'Component';
  metadata: {
    name: string;
    namespace?: string;
    title?: string;
    description?: string;
    annotations?: Record<string, string>;
    tags?: string[];
  };
  spec: Record<string, unknown>;
}

/** Where the catalog's links lead. */
export interface CatalogOptions {
  forgeUrl: string;
  imageHost: string;
}

const systems = [
  { name: 'shop', title: 'Shop', owner: 'web' },
  { name: 'money', title: 'Money', owner: 'payments' },
  { name: 'supply', title: 'Supply', owner: 'logistics' },
];

/** How each service says which Applications are its own; people do it in different ways. */
const links: Record<string, 'names' | 'selector' | 'id'> = {
  checkout: 'names',
  'payments-api': 'names',
  'payments-worker': 'names',
  storefront: 'selector',
  search: 'selector',
  recommendations: 'names',
  inventory: 'id',
  ledger: 'names',
  notifications: 'id',
  settlements: 'names',
};

/** Everybody who has a page in the portal. */
const users = [...people, ...releasers, guest];

/** The people, systems and components of acme. */
export function catalogEntities(options: CatalogOptions): CatalogEntity[] {
  return [
    ...[...teams, releaseManagers].map(
      (team): CatalogEntity => ({
        ...head('Group', team.name),
        metadata: {
          name: team.name,
          title: team.title,
          description: team.description,
        },
        spec: {
          type: 'team',
          profile: { displayName: team.title },
          children: [],
          members: users
            .filter(person => person.team === team.name)
            .map(person => person.login),
        },
      }),
    ),
    ...users.map(person => user(person.login, person)),
    // The guest of a portal in development signs in under this name.
    user('guest', guest, 'development'),
    ...systems.map(
      (system): CatalogEntity => ({
        ...head('System', system.name),
        metadata: { name: system.name, title: system.title },
        spec: { owner: `group:default/${system.owner}` },
      }),
    ),
    ...services.map(service => component(service, options)),
    claimant(),
  ];
}

function component(
  service: ServiceSpec,
  options: CatalogOptions,
): CatalogEntity {
  const linked = service.delivery !== 'none';
  return {
    ...head('Component', service.name),
    metadata: {
      name: service.name,
      title: service.title,
      description: service.description,
      ...(linked && { annotations: annotations(service, options) }),
      tags: [service.language],
    },
    spec: {
      type: linked ? 'service' : 'documentation',
      lifecycle: 'production',
      owner: `group:default/${service.team}`,
      system: service.system,
    },
  };
}

function annotations(
  service: ServiceSpec,
  options: CatalogOptions,
): Record<string, string> {
  const tree = service.folder === '' ? '' : `tree/main/${service.folder}/`;
  const applications = service.stages.flatMap(stage =>
    stage.gitops ? [stage.gitops.application] : [],
  );
  const link = links[service.name];
  return {
    'backstage.io/source-location': `url:${options.forgeUrl}/${service.repository}/${tree}`,
    'github.com/project-slug': service.repository,
    'delivery/images': `${options.imageHost}/${imageName(service)}`,
    ...(service.shared.length > 0 && {
      'delivery/paths': [service.folder, ...service.shared].join(','),
    }),
    ...(link === 'names' && { 'argocd/app-name': applications.join(',') }),
    ...(link === 'selector' && {
      'argocd/app-selector': `backstage.io/kubernetes-id=${service.name}`,
    }),
    ...(link === 'id' && { 'backstage.io/kubernetes-id': service.name }),
    ...service.annotations,
  };
}

/** A component whose owner claims an Application that belongs to somebody else. */
function claimant(): CatalogEntity {
  return {
    ...head('Component', 'payments-mirror'),
    metadata: {
      name: 'payments-mirror',
      title: 'Payments mirror',
      description:
        'A read-only copy for the shop; its file claims an Application that is not its own',
      annotations: { 'argocd/app-name': 'payments-prod' },
    },
    spec: {
      type: 'service',
      lifecycle: 'experimental',
      owner: 'group:default/web',
      system: 'shop',
    },
  };
}

function user(
  name: string,
  person: { name: string; email: string; team?: string },
  namespace?: string,
): CatalogEntity {
  return {
    ...head('User', name),
    metadata: { name, ...(namespace && { namespace }) },
    spec: {
      profile: { displayName: person.name, email: person.email },
      memberOf: person.team ? [`group:default/${person.team}`] : [],
    },
  };
}

function head<K extends CatalogEntity['kind']>(kind: K, name: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1' as const,
    kind,
    metadata: { name },
  };
}
