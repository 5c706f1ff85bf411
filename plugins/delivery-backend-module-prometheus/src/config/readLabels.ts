import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';

/** By which labels services and environments are told, and how the environments' values are to be read. */
export interface Labels {
  service: string;
  environment: string;
  /** The environment of all that lacks the label. */
  only?: string;
  /** Environments by the label's value; a value that is not among them is the environment's name itself. */
  names: ReadonlyMap<string, string>;
}

/** Reads `serviceLabel`, `environmentLabel`, `environment` and `environments` of an instance. */
export function readLabels(config: Config, path: string): Labels {
  const given: unknown = config.getOptional('environments') ?? {};
  const entries = Object.entries(given as Record<string, unknown>);
  for (const [value, name] of entries) {
    if (typeof name !== 'string' || name.trim() === '') {
      throw configProblem(
        `${path}.environments.${value}`,
        'it is not the name of an environment',
        `Write it like '${value}: production'.`,
      );
    }
  }
  return {
    service: readLabel(config, 'serviceLabel', path, 'service'),
    environment: readLabel(config, 'environmentLabel', path, 'environment'),
    only: config.getOptionalString('environment'),
    names: new Map(entries as [string, string][]),
  };
}

function readLabel(
  config: Config,
  key: string,
  path: string,
  fallback: string,
): string {
  const label = config.getOptionalString(key) ?? fallback;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(label)) {
    throw configProblem(
      `${path}.${key}`,
      `'${label.slice(0, 80)}' is not the name of a label`,
      'Use letters, digits and underscores, not beginning with a digit.',
    );
  }
  return label;
}
