import type { DeploymentItem } from '@throughline/plugin-delivery-node';
import type { Application, ListedApplication } from '../api/schemas';
import { keyOf } from '../mapping';

interface Known {
  uid?: string;
  /** What a list would tell of it. */
  fingerprint: string;
  /** Keys and outcomes of its deployments that have been told. */
  told: ReadonlySet<string>;
}

/**
 * What this observation has told so far, in a few words for each application: enough to see what a list shows to be
 * gone, missed or recreated, and to tell each deployment once.
 */
export class KnownApplications {
  readonly #known = new Map<string, Known>();

  keys(): IterableIterator<string> {
    return this.#known.keys();
  }

  has(key: string): boolean {
    return this.#known.has(key);
  }

  delete(key: string): boolean {
    return this.#known.delete(key);
  }

  /** Takes note of an application and returns those of its deployments that are new or news. */
  remember(
    application: Application,
    deployments: readonly DeploymentItem[],
  ): DeploymentItem[] {
    const key = keyOf(application.metadata);
    const before = this.#known.get(key);
    const { uid } = application.metadata;
    const told = before && before.uid === uid ? before.told : new Set<string>();
    this.#known.set(key, {
      ...(uid ? { uid } : {}),
      fingerprint: fingerprintOf(application),
      told: new Set(deployments.map(nameOf)),
    });
    return deployments.filter(deployment => !told.has(nameOf(deployment)));
  }

  /** Takes note that it exists and cannot be read, so that it is looked at again and its end is noticed. */
  rememberUnread(key: string): void {
    const before = this.#known.get(key);
    this.#known.set(key, { told: new Set(), ...before, fingerprint: '' });
  }

  /** Whether a list tells something else of it than what was told last. */
  differs(listed: ListedApplication): boolean {
    return (
      this.#known.get(keyOf(listed.metadata))?.fingerprint !==
      fingerprintOf(listed)
    );
  }
}

function nameOf(deployment: DeploymentItem): string {
  return `${deployment.key} ${deployment.outcome}`;
}

/** Made of what both a list and the stream tell, and of nothing that ticks. */
function fingerprintOf({
  metadata,
  status,
}: Application | ListedApplication): string {
  return [
    metadata.creationTimestamp,
    metadata.deletionTimestamp,
    status?.sync?.status,
    status?.health?.status,
    status?.operationState?.phase,
    status?.operationState?.startedAt,
    status?.operationState?.finishedAt,
  ].join('|');
}
