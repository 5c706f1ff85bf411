import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';
import type { DeployRule } from '../deploy/DeployRule';
import { placesOf } from '../deploy/fillTemplate';

/**
 * Reads the rules by which jobs that deploy are understood.
 *
 * @param path - the full key of the list, for messages
 * @throws InputError
 */
export function readDeployRules(
  entries: readonly Config[],
  path: string,
): DeployRule[] {
  return entries.map((entry, index) => readRule(entry, `${path}[${index}]`));
}

function readRule(config: Config, path: string): DeployRule {
  const job = readJob(config, path);
  const environment = readTemplate(config, 'environment', path);
  if (!environment) {
    throw configProblem(
      `${path}.environment`,
      'it is missing',
      `Name the environment, such as staging, or the parameter that holds it, such as '{ENVIRONMENT}'.`,
    );
  }
  const environments = config.getOptionalStringArray('environments');
  const service = readTemplate(config, 'service', path);
  const image = readTemplate(config, 'image', path);
  return {
    job,
    environment,
    ...(environments ? { environments } : {}),
    ...(service ? { service } : {}),
    ...(image ? { image } : {}),
    deploysCheckout: config.getOptionalBoolean('deploysCheckout') ?? true,
  };
}

function readJob(config: Config, path: string): string {
  const job = config.getOptionalString('job')?.replace(/^\/+|\/+$/g, '');
  if (!job) {
    throw configProblem(
      `${path}.job`,
      'it is missing',
      'Give the full name of a job, such as payments/deploy-*.',
    );
  }
  if (job.split('/').some(name => ['', '.', '..', '**'].includes(name))) {
    throw configProblem(
      `${path}.job`,
      `'${job.slice(0, 80)}' is no full name of a job`,
      'Write folders and job with one slash between them; * stands for any text within one name.',
    );
  }
  return job;
}

function readTemplate(
  config: Config,
  key: string,
  path: string,
): string | undefined {
  const template = config.getOptionalString(key)?.trim();
  if (!template) {
    return undefined;
  }
  const wrong = placesOf(template).find(name => !/^[\w.-]+$/.test(name));
  if (wrong !== undefined || /[{}]/.test(template.replace(/\{[^{}]*\}/g, ''))) {
    throw configProblem(
      `${path}.${key}`,
      `'${template.slice(0, 80)}' is no template`,
      `Put names of parameters in braces, such as '{VERSION}'.`,
    );
  }
  return template;
}
