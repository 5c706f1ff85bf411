import { otherServices } from './others';
import { paymentsServices } from './payments';
import { ServiceSpec } from './ServiceSpec';
import { settlements } from './settlements';
import { webServices } from './web';

export * from './ServiceSpec';
export * from './stages';

/** All services of acme. */
export const services: ServiceSpec[] = [
  ...paymentsServices,
  ...webServices,
  ...otherServices,
  settlements,
];

/** The services that live in a repository. */
export function servicesIn(repository: string): ServiceSpec[] {
  return services.filter(service => service.repository === repository);
}

/** The service of a name; an error where there is none. */
export function serviceNamed(name: string): ServiceSpec {
  const found = services.find(service => service.name === name);
  if (!found) {
    throw new Error(`The sandbox has no service ${name}.`);
  }
  return found;
}
