import { ServiceSpec } from '../world/services';

/** What a job that deploys asks for, as the API tells it. */
export function parameterDefinitions(service: ServiceSpec) {
  const choices = service.stages.map(stage => stage.environment);
  const value = (name: string, text: string) => ({
    _class: 'hudson.model.StringParameterValue',
    name,
    value: text,
  });
  return [
    {
      _class: 'hudson.model.ChoiceParameterDefinition',
      defaultParameterValue: value('ENVIRONMENT', choices[0]),
      description: 'Where to deploy',
      name: 'ENVIRONMENT',
      type: 'ChoiceParameterDefinition',
      choices,
    },
    {
      _class: 'hudson.model.StringParameterDefinition',
      defaultParameterValue: value('VERSION', ''),
      description: `A version of ${service.name} that was published`,
      name: 'VERSION',
      type: 'StringParameterDefinition',
    },
  ];
}

/**
 * The parameters of a build, with defaults for what is not given.
 *
 * @returns a reason, as text, where a choice is none of the choices
 */
export function takeParameters(
  service: ServiceSpec,
  given: Record<string, unknown>,
): Record<string, string> | string {
  const values: Record<string, string> = {};
  for (const definition of parameterDefinitions(service)) {
    const { name, defaultParameterValue } = definition;
    const value = String(given[name] ?? defaultParameterValue.value);
    if (
      'choices' in definition &&
      !definition.choices?.some(choice => choice === value)
    ) {
      return `Illegal choice for parameter ${name}: ${value}`;
    }
    values[name] = value;
  }
  return values;
}
