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
import { readDocumentUrl } from './readDocumentUrl';

/** A workspace whose plan or state a pipeline publishes. */
export interface PublishedConfig {
  /** Stable and unique: the name, and the environment where there is one. */
  key: string;
  name: string;
  environment?: string;
  planUrl?: string;
  stateUrl?: string;
  http: HttpSettings;
  credential?: Credential;
  headers: Record<string, string>;
  /** Where its configuration is. */
  repository?: string;
  path?: string;
  /** After this, a plan says nothing any more. */
  maxPlanAgeMs: number;
  pollMs: number;
}

/** Reads one entry of `published`. */
export function readPublished(config: Config, path: string): PublishedConfig {
  const name = readName(config, path);
  const environment = config.getOptionalString('environment');
  const planUrl = readDocumentUrl(config, 'planUrl', path);
  const stateUrl = readDocumentUrl(config, 'stateUrl', path);
  if (!planUrl && !stateUrl) {
    throw configProblem(
      `${path}.planUrl`,
      'it is missing, and stateUrl as well',
      'Give at least one: where the output of `terraform show -json` is.',
    );
  }
  const folder = config.getOptionalString('path');
  const repository = config.has('repository')
    ? readUrl(config, 'repository', path)
    : undefined;
  if (folder && !repository) {
    throw configProblem(
      `${path}.repository`,
      'it is missing',
      'A path is a path within a repository.',
    );
  }
  const http = readHttpSettings(config, path);
  return {
    key: environment ? `${name}/${environment}` : name,
    name,
    environment,
    planUrl,
    stateUrl,
    http,
    credential: readCredential(config, path, { http }),
    headers: readHeaders(config, path),
    repository,
    path: folder?.replace(/^\/+|\/+$/g, ''),
    maxPlanAgeMs: readMilliseconds(config, 'maxPlanAge', path, {
      fallback: 24 * 3_600_000,
      minimum: 60_000,
    }),
    pollMs: readMilliseconds(config, 'pollEvery', path, {
      fallback: 60_000,
      minimum: 10_000,
    }),
  };
}

function readHeaders(config: Config, path: string): Record<string, string> {
  const headers = config.getOptional('headers') ?? {};
  for (const [name, value] of Object.entries(headers as object)) {
    if (!/^[A-Za-z0-9-]+$/.test(name) || typeof value !== 'string' || !value) {
      throw configProblem(
        `${path}.headers.${name}`,
        'it is not a header',
        'Write it like PRIVATE-TOKEN: the-token.',
      );
    }
  }
  return headers as Record<string, string>;
}
