import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';

const KUBERNETES = process.env.SANDBOX_KUBERNETES ?? 'http://localhost:7130';
const PLURALS = {
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1/kustomizations',
  GitRepository: 'source.toolkit.fluxcd.io/v1/gitrepositories',
  ImageUpdateAutomation: 'image.toolkit.fluxcd.io/v1/imageupdateautomations',
};

/** An object of Flux in production, where the sandbox has it. */
export interface FluxObject {
  kind: keyof typeof PLURALS;
  name: string;
}

/** Suspends an object of Flux or resumes it, as `flux suspend` and `flux resume` do. */
export async function suspendFlux(
  object: FluxObject,
  suspend: boolean,
): Promise<void> {
  await ask(object, { spec: { suspend } });
}

/** Has Flux look at an object again, as `flux reconcile` does, and waits until it has. */
export async function reconcileFlux(object: FluxObject): Promise<any> {
  const token = randomUUID();
  await ask(object, {
    metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': token } },
  });
  await expect
    .poll(async () => (await ask(object)).status?.lastHandledReconcileAt, {
      message: `${object.kind} ${object.name} is reconciled`,
      timeout: 30_000,
    })
    .toBe(token);
  return ask(object);
}

async function ask({ kind, name }: FluxObject, patch?: unknown): Promise<any> {
  const [group, version, plural] = PLURALS[kind].split('/');
  const response = await fetch(
    `${KUBERNETES}/clusters/prod-eu/apis/${group}/${version}/namespaces/flux-system/${plural}/${name}`,
    {
      method: patch ? 'PATCH' : 'GET',
      headers: {
        authorization: 'Bearer sandbox-kubernetes-token',
        'content-type': 'application/merge-patch+json',
      },
      body: patch ? JSON.stringify(patch) : undefined,
    },
  );
  if (!response.ok) {
    throw new Error(
      `${kind} ${name} could not be reached: ${
        response.status
      } ${await response.text()}`,
    );
  }
  return response.json();
}
