import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import path from 'path';
import { createSandbox, Sandbox } from '../sandbox';
import { SandboxOptions, SandboxPorts } from '../SandboxOptions';

/** Ports that never collide. */
export const anyPorts: SandboxPorts = {
  forge: 0,
  argoNonprod: 0,
  argoProd: 0,
  argoLarge: 0,
  kubernetes: 0,
  registry: 0,
  jenkins: 0,
  prometheus: 0,
  plans: 0,
  control: 0,
};

/** Starts a sandbox in a folder of its own, which is gone again when it is closed. */
export async function startSandbox(
  options: Partial<SandboxOptions> = {},
): Promise<Sandbox> {
  const data = await mkdtemp(path.join(tmpdir(), 'sandbox-'));
  const sandbox = await createSandbox({
    data,
    ports: anyPorts,
    prometheusStandIn: true,
    ...options,
  });
  return {
    ...sandbox,
    close: async () => {
      await sandbox.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Asks the sandbox's forge as the portal does. */
export async function askForge(
  sandbox: Sandbox,
  route: string,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(`${sandbox.urls.forge}/api${route}`, {
    ...init,
    headers: {
      authorization: 'Bearer sandbox-github-token',
      ...init.headers,
    },
  });
}
