/** What the last plan of a workspace found. */
export type Finding = 'inSync' | 'drifted' | 'errored';

/** A workspace of the sandbox. */
export interface WorkspaceSpec {
  name: string;
  environment: string;
  /** How many processors its database has, as the configuration asks for. */
  size: number;
}

interface Resource {
  address: string;
  module?: string;
  type: string;
  name: string;
  values: Record<string, unknown>;
}

const VERSIONS = { format_version: '1.2', terraform_version: '1.11.4' };
const PROVIDER = 'registry.terraform.io/acme/cloud';

/** Not a secret, but where a real plan would have one: in clear. */
const PASSWORD = 'sandbox-database-password';

/** A plan, in the form of `terraform show -json <plan>`. */
export function planDocument(
  spec: WorkspaceSpec,
  finding: Finding,
  plannedAt: Date,
): object {
  const desired = resourcesOf(spec, spec.size);
  const live = resourcesOf(
    spec,
    finding === 'drifted' ? spec.size * 2 : spec.size,
  );
  const [database] = desired;
  return {
    ...VERSIONS,
    variables: { database_password: { value: PASSWORD } },
    planned_values: { root_module: moduleOf(desired) },
    ...(finding === 'drifted' && {
      resource_drift: [
        changeOf(database, ['update'], database.values, live[0].values),
      ],
    }),
    resource_changes: desired.map((resource, index) =>
      changeOf(
        resource,
        finding === 'drifted' && index === 0 ? ['update'] : ['no-op'],
        live[index].values,
        resource.values,
      ),
    ),
    output_changes: {},
    prior_state: stateDocument(spec, finding),
    configuration: {
      provider_config: { cloud: { name: 'cloud', full_name: PROVIDER } },
      root_module: {},
    },
    checks: [
      {
        address: {
          kind: 'check',
          name: 'database_answers',
          to_display: 'check.database_answers',
        },
        status: finding === 'errored' ? 'unknown' : 'pass',
      },
    ],
    timestamp: `${plannedAt.toISOString().slice(0, 19)}Z`,
    applyable: finding === 'drifted',
    complete: finding !== 'errored',
    errored: finding === 'errored',
  };
}

/** A state, in the form of `terraform show -json`. */
export function stateDocument(spec: WorkspaceSpec, finding: Finding): object {
  const size = finding === 'drifted' ? spec.size * 2 : spec.size;
  return {
    format_version: '1.0',
    terraform_version: VERSIONS.terraform_version,
    values: {
      outputs: {
        password: { sensitive: true, value: PASSWORD, type: 'string' },
      },
      root_module: moduleOf(resourcesOf(spec, size)),
    },
  };
}

function resourcesOf({ environment }: WorkspaceSpec, size: number): Resource[] {
  const id = `settlements-${environment}`;
  return [
    {
      address: 'cloud_database.settlements',
      type: 'cloud_database',
      name: 'settlements',
      values: { id, engine: 'postgresql', version: '16', processors: size },
    },
    {
      address: 'cloud_database_user.app',
      type: 'cloud_database_user',
      name: 'app',
      values: { id: `${id}/app`, login: 'app', password: PASSWORD },
    },
    {
      address: 'module.backup.cloud_backup_schedule.nightly',
      module: 'module.backup',
      type: 'cloud_backup_schedule',
      name: 'nightly',
      values: { id: `${id}-nightly`, cron: '0 3 * * *', keep_days: 30 },
    },
  ];
}

function head({ address, type, name }: Resource) {
  return { address, mode: 'managed', type, name, provider_name: PROVIDER };
}

function moduleOf(resources: readonly Resource[]): object {
  const shown = (resource: Resource) => ({
    ...head(resource),
    schema_version: 0,
    values: resource.values,
    sensitive_values: 'password' in resource.values ? { password: true } : {},
  });
  return {
    resources: resources.filter(({ module }) => !module).map(shown),
    child_modules: [
      {
        resources: resources.filter(({ module }) => module).map(shown),
        address: 'module.backup',
      },
    ],
  };
}

function changeOf(
  resource: Resource,
  actions: string[],
  before: object,
  after: object,
): object {
  return {
    ...head(resource),
    ...(resource.module && { module_address: resource.module }),
    change: {
      actions,
      before,
      after,
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
    },
  };
}
