import { services } from '../../world/services';
import { deployParameters, valueObject } from '../parameterDefinitions';

/** What a build of a job was started with, as the API tells it; of a password it tells that there is one. */
export function parameterValues(
  job: string,
  parameters: Record<string, string>,
): Record<string, unknown>[] {
  const service = services.find(({ jenkins }) => jenkins?.deploy === job);
  return (service ? deployParameters(service) : [])
    .filter(({ name, kind }) => kind === 'Password' || name in parameters)
    .map(spec => valueObject(spec, parameters[spec.name]));
}
