import type {
  DesiredSource,
  ImageVersion,
} from '@throughline/plugin-delivery-common';
import type { ReadBuild } from '../map/readBuild';
import type { DeployRule } from './DeployRule';
import { fillTemplate } from './fillTemplate';
import { parseImage } from './parseImage';

/** What may be the name of an environment or a service; anything else is a parameter that says something else. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,99}$/u;

/** What a build deploys where, by its rule. */
export interface Deployed {
  /** The key of the target. */
  target: string;
  environment: string;
  service?: string;
  build: ReadBuild;
  images: ImageVersion[];
  desired: DesiredSource[];
}

/**
 * What a build deploys, as a rule reads its parameters.
 *
 * @returns undefined where the environment or the service is not told, or does not count
 */
export function readDeployed(
  rule: DeployRule,
  fullName: string,
  build: ReadBuild,
): Deployed | undefined {
  const values = valuesOf(fullName, build);
  const environment = nameFrom(rule.environment, values);
  const service = rule.service && nameFrom(rule.service, values);
  if (
    !environment ||
    (rule.environments && !rule.environments.includes(environment)) ||
    (rule.service && !service)
  ) {
    return undefined;
  }
  const image = rule.image && fillTemplate(rule.image, values);
  const parsed = image ? parseImage(image) : undefined;
  return {
    target: [fullName, environment, ...(service ? [service] : [])].join('@'),
    environment,
    ...(service ? { service } : {}),
    build,
    images: parsed ? [parsed] : [],
    desired: rule.deploysCheckout ? desiredOf(build) : [],
  };
}

/** The names that a rule's templates may ask for, by the names that a Jenkinsfile knows them by. */
function valuesOf(fullName: string, build: ReadBuild): Record<string, string> {
  const { run, revision, parameters, number } = build;
  return {
    ...parameters,
    JOB_NAME: fullName,
    JOB_BASE_NAME: fullName.slice(fullName.lastIndexOf('/') + 1),
    BUILD_NUMBER: String(number),
    ...(run.branch ? { BRANCH_NAME: run.branch } : {}),
    ...(revision ? { GIT_COMMIT: revision.sha } : {}),
  };
}

function nameFrom(
  template: string,
  values: Record<string, string>,
): string | undefined {
  const text = fillTemplate(template, values);
  return text !== undefined && NAME.test(text) ? text : undefined;
}

function desiredOf({ revision }: ReadBuild): DesiredSource[] {
  return revision
    ? [
        {
          url: revision.url,
          ...(revision.branch ? { targetRevision: revision.branch } : {}),
          revision: revision.sha,
        },
      ]
    : [];
}
