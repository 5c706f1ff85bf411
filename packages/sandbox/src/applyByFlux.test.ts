import { execFile } from 'child_process';
import { mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import path from 'path';
import { promisify } from 'util';
import { gitEnvironment } from './git/runGit';
import type { Sandbox } from './sandbox';
import { startSandbox } from './testing/startSandbox';

const execute = promisify(execFile);

jest.setTimeout(60_000);

describe('production of settlements, by Flux', () => {
  let sandbox: Sandbox;
  let folder: string;

  const git = async (...args: string[]) =>
    (await execute('git', args, { env: gitEnvironment() })).stdout.trim();
  const read = async (route: string) => {
    const response = await fetch(
      `${sandbox.urls.kubernetes}/clusters/prod-eu/${route}`,
      { headers: { authorization: 'Bearer sandbox-kubernetes-token' } },
    );
    return (await response.json()) as any;
  };
  const kustomization = () =>
    read(
      'apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/settlements',
    );
  const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
    for (;;) {
      const found = await look();
      if (found) return found;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };

  beforeAll(async () => {
    sandbox = await startSandbox({ pace: 20 });
    folder = await mkdtemp(path.join(tmpdir(), 'gitops-'));
  });

  afterAll(async () => {
    await sandbox?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('has a past of deployments, and runs what it says', async () => {
    const { status, metadata } = await kustomization();
    expect(metadata.labels).toMatchObject({
      'backstage.io/kubernetes-id': 'settlements',
      environment: 'production',
    });
    expect(status.history.length).toBeGreaterThan(2);
    expect(status.inventory.entries).toContainEqual({
      id: 'settlements-production_settlements_apps_Deployment',
      v: 'v1',
    });
    const deployment = await read(
      'apis/apps/v1/namespaces/settlements-production/deployments/settlements',
    );
    expect(deployment.status.readyReplicas).toBe(3);
    expect(
      (await read('apis/image.toolkit.fluxcd.io/v1/imageupdateautomations'))
        .items,
    ).toMatchObject([{ spec: { suspend: true } }]);
  });

  it('follows a push to the configuration', async () => {
    const clone = path.join(folder, 'gitops');
    await git('clone', '-q', `${sandbox.urls.forge}/acme/gitops.git`, clone);
    const file = path.join(
      clone,
      'apps/settlements/overlays/production/kustomization.yaml',
    );
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/count: \d+/, 'count: 4'));
    await git(
      ...['-C', clone, '-c', 'user.name=Lena', '-c', 'user.email=lena@x.test'],
      ...['commit', '-qam', 'One more settlements'],
    );
    await git('-C', clone, 'push', '-q', 'origin', 'HEAD:main');
    const sha = await git('-C', clone, 'rev-parse', 'HEAD');
    const { status } = await until(async () => {
      const object = await kustomization();
      return object.status.lastAppliedRevision === `main@sha1:${sha}`
        ? object
        : undefined;
    });
    expect(status.history[0]).toMatchObject({
      lastReconciledStatus: 'ReconciliationSucceeded',
      metadata: { revision: `main@sha1:${sha}` },
    });
    const deployment = await read(
      'apis/apps/v1/namespaces/settlements-production/deployments/settlements',
    );
    expect(deployment.status.readyReplicas).toBe(4);
  });

  it('is nowhere else', async () => {
    const response = await fetch(
      `${sandbox.urls.kubernetes}/clusters/prod-us/apis/kustomize.toolkit.fluxcd.io/v1`,
      { headers: { authorization: 'Bearer sandbox-kubernetes-token' } },
    );
    expect(response.status).toBe(404);
  });
});
