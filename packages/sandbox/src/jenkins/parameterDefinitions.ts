import { ServiceSpec } from '../world/services';

type Kind = 'String' | 'Choice' | 'Boolean' | 'Password';

/** What a job asks for before it runs. */
export interface ParameterSpec {
  name: string;
  kind: Kind;
  description: string;
  /** Of a password none is ever told. */
  initial: string;
  choices?: string[];
}

/** What a job that deploys a service asks for. */
export function deployParameters(service: ServiceSpec): ParameterSpec[] {
  const choices = service.stages.map(stage => stage.environment);
  return [
    {
      name: 'ENVIRONMENT',
      kind: 'Choice',
      description: 'Where to deploy',
      initial: choices[0],
      choices,
    },
    {
      name: 'VERSION',
      kind: 'String',
      description: `A version of ${service.name} that was published`,
      initial: '',
    },
    {
      name: 'SMOKE_TEST',
      kind: 'Boolean',
      description: 'Ask it for its health when it is deployed',
      initial: 'true',
    },
    {
      name: 'SIGNING_KEY',
      kind: 'Password',
      description: 'Signs the release notes',
      initial: '',
    },
  ];
}

/** A parameter's definition, as the API tells it. */
export function definitionObject(spec: ParameterSpec): Record<string, unknown> {
  const { name, kind, description, initial, choices } = spec;
  return {
    _class: `hudson.model.${kind}ParameterDefinition`,
    defaultParameterValue: valueObject(spec, initial),
    description,
    name,
    type: `${kind}ParameterDefinition`,
    ...(choices && { choices }),
  };
}

/** A parameter's value, as the API tells it: of a password no more than its name. */
export function valueObject(
  { name, kind }: Pick<ParameterSpec, 'name' | 'kind'>,
  value: string,
): Record<string, unknown> {
  // Jenkins keeps what was chosen as a string.
  const type = kind === 'Choice' ? 'String' : kind;
  return {
    _class: `hudson.model.${type}ParameterValue`,
    name,
    ...(kind !== 'Password' && {
      value: kind === 'Boolean' ? value === 'true' : value,
    }),
  };
}

/**
 * The parameters of a build, with defaults for what is not given. A password is not kept.
 *
 * @returns a reason, as text, where a choice is none of the choices
 */
export function takeParameters(
  service: ServiceSpec,
  given: Record<string, unknown>,
): Record<string, string> | string {
  const values: Record<string, string> = {};
  for (const { name, kind, initial, choices } of deployParameters(service)) {
    const value = String(given[name] ?? initial);
    if (choices && !choices.includes(value)) {
      return `Illegal choice for parameter ${name}: ${value}`;
    }
    if (kind !== 'Password') {
      values[name] =
        kind === 'Boolean' ? String(value.toLowerCase() === 'true') : value;
    }
  }
  return values;
}
