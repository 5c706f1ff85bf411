import { access, readFile } from 'node:fs/promises';
import { SourceFailure, type Secret } from '@throughline/plugin-delivery-node';
import { TokenConnection, type ClusterConnection } from '../client';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The token that Kubernetes mounts into the portal's pod; it rotates about hourly.
 *
 * @returns undefined where there is none
 */
export async function mountedToken(
  folder = SERVICE_ACCOUNT,
): Promise<Secret | undefined> {
  const file = `${folder}/token`;
  try {
    await access(file);
  } catch {
    return undefined;
  }
  return {
    get: async () => {
      try {
        return (await readFile(file, 'utf8')).trim();
      } catch {
        throw new SourceFailure(
          'authentication',
          "The pod's service account token cannot be read any more",
        );
      }
    },
  };
}

/**
 * The connection to the cluster that the portal runs in.
 *
 * @returns undefined where it runs in none
 */
export async function inClusterConnection(
  env: NodeJS.ProcessEnv = process.env,
  folder = SERVICE_ACCOUNT,
): Promise<ClusterConnection | undefined> {
  const host = env.KUBERNETES_SERVICE_HOST;
  const port = env.KUBERNETES_SERVICE_PORT ?? '443';
  const token = await mountedToken(folder);
  if (!host || !token) {
    return undefined;
  }
  return new TokenConnection({
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    token,
    caFile: `${folder}/ca.crt`,
  });
}
