import { execFile } from 'child_process';
import { createHmac } from 'crypto';
import { once } from 'events';
import express from 'express';
import { mkdtemp, rm, writeFile } from 'fs/promises';
import { Server } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import path from 'path';
import { promisify } from 'util';
import { gitEnvironment } from './git/runGit';
import { createSandbox, Sandbox } from './sandbox';

const execute = promisify(execFile);
const ports = {
  forge: 0,
  argoNonprod: 0,
  argoProd: 0,
  argoLarge: 0,
  kubernetes: 0,
  registry: 0,
  control: 0,
};
const secret = 'a secret for the test';

jest.setTimeout(60_000);

describe('the journey of a push', () => {
  let folder: string;
  let sandbox: Sandbox;
  let receiver: Server;
  const deliveries: { event: string; body: any; signed: boolean }[] = [];
  const errors: unknown[] = [];
  const git = async (...args: string[]) =>
    (await execute('git', args, { env: gitEnvironment() })).stdout;
  const api = async (route: string) => {
    const response = await fetch(`${sandbox.urls.forge}/api/v3${route}`, {
      headers: { authorization: 'Bearer sandbox-github-token' },
    });
    return response.json();
  };
  const clusterObjects = async (route: string) => {
    const response = await fetch(
      `${sandbox.urls.kubernetes}/clusters/nonprod/${route}`,
      { headers: { authorization: 'Bearer sandbox-kubernetes-token' } },
    );
    return (await response.json()).items;
  };
  const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  const push = async (
    repository: string,
    message: string,
    files: Record<string, string>,
  ) => {
    const clone = path.join(folder, `clone-${Math.random()}`);
    await git('clone', '-q', `${sandbox.urls.forge}/${repository}.git`, clone);
    for (const [file, content] of Object.entries(files)) {
      await writeFile(path.join(clone, file), content);
    }
    await git('-C', clone, 'add', '-A');
    await git(
      ...['-C', clone, '-c', 'user.name=Priya Nair'],
      ...['-c', 'user.email=priya@acme.example'],
      ...['commit', '-q', '-m', message],
    );
    await git('-C', clone, 'push', '-q', 'origin', 'HEAD:main');
    return (await git('-C', clone, 'rev-parse', 'HEAD')).trim();
  };
  const completed = (repository: string, sha: string) =>
    until(async () => {
      const { workflow_runs: runs } = await api(
        `/repos/${repository}/actions/runs?head_sha=${sha}&status=completed`,
      );
      return runs[0];
    });

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sandbox-journey-'));
    const app = express();
    app.post(
      '/hook',
      express.raw({ type: '*/*', limit: '5mb' }),
      (req, res) => {
        const signature = createHmac('sha256', secret)
          .update(req.body)
          .digest('hex');
        deliveries.push({
          event: String(req.header('x-github-event')),
          body: JSON.parse(req.body.toString()),
          signed: req.header('x-hub-signature-256') === `sha256=${signature}`,
        });
        res.status(204).end();
      },
    );
    receiver = app.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;
    sandbox = await createSandbox({
      data: path.join(folder, 'data'),
      ports,
      pace: 40,
      webhook: { url: `http://127.0.0.1:${port}/hook`, secret },
      onError: error => errors.push(error),
    });
  });

  afterAll(async () => {
    await sandbox?.close();
    await new Promise(resolve => receiver?.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  it('goes from a commit over image and configuration to a healthy pod', async () => {
    const before = sandbox.images.tags('acme/checkout') ?? [];
    const sha = await push('acme/checkout', 'Offer the journey', {
      'JOURNEY.md': 'hello\n',
    });
    const finished = await completed('acme/checkout', sha);
    expect(finished).toMatchObject({
      conclusion: 'success',
      head_sha: sha,
      event: 'push',
      actor: { login: 'priya' },
      display_title: 'Offer the journey',
    });
    const [tag] = (sandbox.images.tags('acme/checkout') ?? []).filter(
      each => !before.includes(each),
    );
    expect(tag).toMatch(/^\d+\.\d+\.0$/);

    const [deployed] = await sandbox.repositories.log('acme/gitops', {
      ref: 'main',
      limit: 1,
    });
    expect(deployed.subject).toBe(`Deploy checkout ${tag} to development`);
    expect(deployed.author.name).toBe('Acme CI');
    expect(deployed.message).toContain(`Argocd-reference-commit-sha: ${sha}`);
    expect(deployed.message).toContain(
      'Argocd-reference-commit-author: Priya Nair <priya@acme.example>',
    );
    const overlay = await sandbox.repositories.readTree(
      'acme/gitops',
      deployed.sha,
      'apps/checkout/overlays/development',
    );
    expect(overlay.get('kustomization.yaml')).toContain(`newTag: ${tag}`);
    const manifest = sandbox.images.manifest('acme/checkout', tag);
    expect(JSON.parse(String(manifest?.bytes)).annotations).toMatchObject({
      'org.opencontainers.image.revision': sha,
    });
    expect(errors).toEqual([]);

    const digest = manifest?.digest ?? '';
    const rolledOut = await until(async () => {
      const pods = await clusterObjects(
        'api/v1/namespaces/checkout-development/pods',
      );
      const ready = pods.filter((pod: any) =>
        pod.status.conditions?.some(
          (each: any) => each.type === 'Ready' && each.status === 'True',
        ),
      );
      return pods.length === 1 &&
        ready[0]?.status.containerStatuses[0].imageID.endsWith(digest)
        ? ready[0]
        : undefined;
    });
    expect(rolledOut.spec.containers[0].image).toMatch(`acme/checkout:${tag}`);
    const application = await until(async () => {
      const response = await fetch(
        `${sandbox.urls.argo.nonprod}/api/v1/applications/checkout-dev?project=payments`,
        { headers: { authorization: 'Bearer sandbox-argocd-token' } },
      );
      const { status } = await response.json();
      return status.health.status === 'Healthy' ? status : undefined;
    });
    expect(application).toMatchObject({
      sync: { status: 'Synced', revision: deployed.sha },
      operationState: { phase: 'Succeeded' },
    });
    expect(application.history.pop().revision).toBe(deployed.sha);
  });

  it('tells the webhook, signed and in order', async () => {
    const told = await until(async () => {
      const mine = deliveries.filter(
        each => each.body.repository.full_name === 'acme/checkout',
      );
      return mine.some(
        each =>
          each.event === 'workflow_run' && each.body.action === 'completed',
      )
        ? mine
        : undefined;
    });
    expect(told.every(each => each.signed)).toBe(true);
    expect(told[0]).toMatchObject({
      event: 'push',
      body: { ref: 'refs/heads/main', pusher: { name: 'priya' } },
    });
    expect(
      told
        .filter(each => each.event === 'workflow_run')
        .map(each => each.body.action),
    ).toEqual(['requested', 'in_progress', 'completed']);
    const jobs = told.filter(
      each => each.event === 'workflow_job' && each.body.action === 'completed',
    );
    expect(jobs.map(each => each.body.workflow_job.name)).toEqual([
      'build',
      'test',
      'publish',
    ]);
    const [hook] = await api('/orgs/acme/hooks');
    const list = await api(`/orgs/acme/hooks/${hook.id}/deliveries`);
    expect(list[0]).toMatchObject({ status_code: 204, redelivery: false });
    const count = deliveries.length;
    const again = await fetch(
      `${sandbox.urls.forge}/api/v3/orgs/acme/hooks/${hook.id}/deliveries/${list[0].id}/attempts`,
      {
        method: 'POST',
        headers: { authorization: 'token sandbox-github-token' },
      },
    );
    expect(again.status).toBe(202);
    await until(async () => (deliveries.length > count ? true : undefined));
  });

  it('fails a run where FAIL is in the tree, and publishes nothing', async () => {
    const before = sandbox.images.tags('acme/search');
    const sha = await push('acme/search', 'Break it', { FAIL: '' });
    expect(await completed('acme/search', sha)).toMatchObject({
      conclusion: 'failure',
    });
    expect(sandbox.images.tags('acme/search')).toEqual(before);
  });

  it('builds only what a push to the monorepo touched', async () => {
    const sha = await push('acme/payments', 'Touch the worker', {
      'services/worker/NOTES.md': 'x\n',
    });
    const finished = await completed('acme/payments', sha);
    expect(finished.name).toBe('Worker');
    const { total_count: count } = await api(
      `/repos/acme/payments/actions/runs?head_sha=${sha}`,
    );
    expect(count).toBe(1);
  });

  it('records a deployment where a pipeline deploys', async () => {
    const sha = await push('acme/notifications', 'Fix a word', {
      'WORDS.md': 'x\n',
    });
    await completed('acme/notifications', sha);
    const [deployment] = await api(
      `/repos/acme/notifications/deployments?environment=development`,
    );
    expect(deployment).toMatchObject({ sha, environment: 'development' });
    const statuses = await api(
      `/repos/acme/notifications/deployments/${deployment.id}/statuses`,
    );
    expect(statuses.map((status: any) => status.state)).toEqual([
      'success',
      'in_progress',
    ]);
  });

  it('verifies a push by Tekton', async () => {
    const runs = 'apis/tekton.dev/v1/namespaces/settlements-ci/pipelineruns';
    expect((await clusterObjects(runs)).length).toBe(20);
    const sha = await push('acme/settlements', 'Verify', { VERIFY: '' });
    const run = await until(async () =>
      (
        await clusterObjects(runs)
      ).find(
        ({ spec, status }: any) =>
          spec.params.some(({ value }: any) => value === sha) &&
          status?.completionTime,
      ),
    );
    expect(run.status.conditions[0]).toMatchObject({
      status: 'True',
      reason: 'Completed',
    });
    expect(run.metadata.labels['backstage.io/kubernetes-id']).toBe(
      'settlements',
    );
  });

  it('finds everything again after a restart', async () => {
    const run = (await api('/repos/acme/checkout/actions/runs?per_page=1'))
      .workflow_runs[0];
    const tags = sandbox.images.tags('acme/checkout');
    const [forge, registry] = [sandbox.urls.forge, sandbox.urls.registry].map(
      url => Number(new URL(url).port),
    );
    await sandbox.close();
    sandbox = await createSandbox({
      data: path.join(folder, 'data'),
      ports: { ...ports, forge, registry },
      pace: 40,
      onError: error => errors.push(error),
    });
    const again = await api(`/repos/acme/checkout/actions/runs/${run.id}`);
    expect(again).toMatchObject({
      conclusion: 'success',
      head_sha: run.head_sha,
      run_number: run.run_number,
    });
    expect(sandbox.images.tags('acme/checkout')).toEqual(tags);
    expect(errors).toEqual([]);
  });

  it('refuses repositories that were made for other addresses', async () => {
    await sandbox.close();
    await expect(
      createSandbox({ data: path.join(folder, 'data'), ports }),
    ).rejects.toThrow(/were made for a forge at .* or anew \(--fresh\)/);
  });
});
