/**
 * Delivery provider for Gitea and Forgejo: repositories, pull requests, Actions and releases.
 *
 * @packageDocumentation
 */

export { deliveryModuleGitea as default } from './module';
