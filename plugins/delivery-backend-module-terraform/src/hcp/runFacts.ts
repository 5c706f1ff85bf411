import type { z } from 'zod';
import {
  repositoryIdentity,
  type Actor,
} from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { Included } from './Included';
import {
  ConfigurationVersion,
  Ingress,
  User,
  type RunObject,
  type WorkspaceObject,
} from './schemas';

/** What never changes of a run, and takes a look of its own. */
export interface RunFacts {
  /** All 40 digits. */
  sha?: string;
  branch?: string;
  repositoryUrl?: string;
  actor?: Actor;
}

/** Where a run's configuration came from and who started it, as far as the objects that came along tell. */
export function readFacts(run: RunObject, included: Included): RunFacts {
  const version = included.find(
    ConfigurationVersion,
    run.relationships?.['configuration-version'],
  );
  const ingress: z.infer<typeof Ingress>['attributes'] =
    included.find(Ingress, version?.relationships?.['ingress-attributes'])
      ?.attributes ?? {};
  const user = included.find(User, run.relationships?.['created-by']);
  const sha = ingress['commit-sha']?.toLocaleLowerCase('en-US');
  return {
    ...(sha && /^[0-9a-f]{40}$/.test(sha) && { sha }),
    ...(ingress.branch && { branch: ingress.branch }),
    ...(ingress['clone-url'] && { repositoryUrl: ingress['clone-url'] }),
    ...(user && { actor: actorOf(user.attributes) }),
  };
}

/** The URL of the repository that a workspace is made from; its identifier where the server does not tell more. */
export function repositoryUrlOf(
  workspace: WorkspaceObject,
  facts: RunFacts | undefined,
): string | undefined {
  const vcs = workspace.attributes['vcs-repo'];
  return (
    vcs?.['repository-http-url'] ||
    facts?.repositoryUrl ||
    vcs?.identifier ||
    undefined
  );
}

/** The repository's identity, where its URL is one. */
export function repositoryOf(url: string | undefined): string | undefined {
  return url ? repositoryIdentity(url) : undefined;
}

function actorOf({
  username,
  'is-service-account': isMachine,
}: z.infer<typeof User>['attributes']): Actor {
  return {
    name: cleanMessage(username, 100) || 'unknown',
    login: username,
    ...(isMachine && { automated: true }),
  };
}
