import type { Config } from '@backstage/config';
import {
  configProblem,
  readCredential,
  readHttpSettings,
  readMilliseconds,
  readName,
  readUrl,
  type Credential,
  type HttpSettings,
} from '@throughline/plugin-delivery-node';

/** One organization of HCP Terraform or Terraform Enterprise. */
export interface OrganizationConfig {
  name: string;
  title: string;
  organization: string;
  /** Base URL, without `/api/v2` and without a slash at its end. */
  url: string;
  http: HttpSettings;
  credential: Credential;
  /** Names of the projects that are observed; all where it is absent. */
  projects?: ReadonlySet<string>;
  pollMs: number;
  /** Whether plans can be started, and runs stopped, from the portal. */
  operations: boolean;
}

/** Reads one entry of `organizations`. */
export function readOrganization(
  config: Config,
  path: string,
): OrganizationConfig {
  const name = readName(config, path);
  const organization = config.getOptionalString('organization');
  if (!organization || !/^[A-Za-z0-9_-]+$/.test(organization)) {
    throw configProblem(
      `${path}.organization`,
      organization ? 'it is not the name of one' : 'it is missing',
      'Write the name as the address of its page has it.',
    );
  }
  const http = readHttpSettings(config, path);
  const credential = readCredential(config, path, { http });
  if (!credential) {
    throw configProblem(
      `${path}.token`,
      'it is missing',
      'Give the token of a user or team that may read the workspaces, or tokenFile.',
    );
  }
  const projects = config.getOptionalStringArray('projects');
  return {
    name,
    title: config.getOptionalString('title') ?? name,
    organization,
    url: config.has('url')
      ? readUrl(config, 'url', path)
      : 'https://app.terraform.io',
    http,
    credential,
    ...(projects && { projects: new Set(projects) }),
    pollMs: readMilliseconds(config, 'pollEvery', path, {
      fallback: 60_000,
      minimum: 15_000,
    }),
    operations: config.getOptionalBoolean('operations') ?? false,
  };
}
