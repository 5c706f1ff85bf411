/**
 * Delivery provider for GitLab projects, merge requests, pipelines, environments and releases.
 *
 * @packageDocumentation
 */

export { deliveryModuleGitlab as default } from './module';
