/**
 * Delivery provider for GitHub repositories, pull requests, Actions and deployments.
 *
 * @packageDocumentation
 */

export { deliveryModuleGithub as default } from './module';
