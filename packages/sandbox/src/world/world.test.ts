import { parse } from 'yaml';
import { Sandbox } from '../sandbox';
import { startSandbox } from '../testing/startSandbox';
import { GITOPS, imageName, services } from './services';

jest.setTimeout(60_000);

describe('the world of acme', () => {
  let sandbox: Sandbox;
  let tree: Map<string, string>;

  beforeAll(async () => {
    sandbox = await startSandbox();
    const tip = await sandbox.repositories.resolve(GITOPS, 'main');
    tree = await sandbox.repositories.readTree(GITOPS, tip ?? '', '');
  });

  afterAll(() => sandbox?.close());

  const versionIn = async (service: string, environment: string) => {
    const text = tree.get(
      `apps/${service}/overlays/${environment}/kustomization.yaml`,
    );
    return parse(text ?? '').images[0].newTag as string;
  };
  const commitOf = (service: string, tag: string): string => {
    const manifest = sandbox.images.manifest(`acme/${service}`, tag);
    const { annotations } = JSON.parse(String(manifest?.bytes));
    return annotations['org.opencontainers.image.revision'];
  };

  it('has history of several people over two months, without two same subjects in a row', async () => {
    for (const service of services) {
      const log = await sandbox.repositories.log(service.repository, {
        ref: 'main',
        firstParent: true,
      });
      expect(log.length).toBeGreaterThanOrEqual(41);
      const authors = new Set(log.map(commit => commit.author.email));
      expect(authors.size).toBeGreaterThanOrEqual(4);
      const span =
        Date.parse(log[0].committedAt) -
        Date.parse(log[log.length - 1].committedAt);
      expect(span / 86_400_000).toBeGreaterThan(50);
      const times = log.map(commit => Date.parse(commit.committedAt));
      expect(times).toEqual([...times].sort((a, b) => b - a));
      expect(times[0]).toBeLessThan(Date.now());
    }
  });

  it('has kustomizations whose parts exist and whose images were built', () => {
    const kustomizations = [...tree].filter(([file]) =>
      file.endsWith('/kustomization.yaml'),
    );
    expect(kustomizations.length).toBeGreaterThan(25);
    for (const [file, text] of kustomizations) {
      const content = parse(text);
      const folder = file.slice(0, file.lastIndexOf('/'));
      const references: string[] = [
        ...content.resources,
        ...(content.patches ?? []).map((patch: { path: string }) => patch.path),
      ];
      for (const reference of references) {
        const target = new URL(reference, `file:///${folder}/`).pathname.slice(
          1,
        );
        expect(
          tree.has(target) || tree.has(`${target}/kustomization.yaml`),
        ).toBe(true);
      }
      for (const image of content.images ?? []) {
        const name = image.name.replace(/^[^/]+\//, '');
        expect(sandbox.images.tags(name)).toContain(image.newTag);
      }
    }
  });

  it('has a source for every Application', async () => {
    for (const { source } of sandbox.scenario.applications) {
      const sha = await sandbox.repositories.resolve(
        source.repository,
        source.targetRevision,
      );
      const files = await sandbox.repositories.readTree(
        source.repository,
        sha ?? '',
        source.path,
      );
      expect(files.size).toBeGreaterThan(0);
    }
  });

  it('names, in every deployment, a commit that exists and was built', async () => {
    const log = await sandbox.repositories.log(GITOPS, { ref: 'main' });
    const deployments = log.filter(commit =>
      commit.message.includes('Argocd-reference-commit-sha'),
    );
    expect(deployments.length).toBeGreaterThan(500);
    for (const commit of deployments) {
      const trailer = (name: string) =>
        new RegExp(`^Argocd-reference-commit-${name}: (.*)$`, 'm').exec(
          commit.message,
        )?.[1] ?? '';
      const service = services.find(each =>
        new RegExp(`\\b${each.name} (\\d|to)|of ${each.name} `).test(
          commit.subject,
        ),
      );
      const version = /\d+\.\d+\.\d+/.exec(commit.subject)?.[0] ?? '';
      expect(service).toBeDefined();
      expect(commitOf(service?.name ?? '', version)).toBe(trailer('sha'));
      expect(trailer('repourl')).toMatch(`${service?.repository}.git`);
    }
  });

  it('has environments as far apart as the story says', async () => {
    for (const service of services) {
      if (
        service.delivery !== 'kustomize' ||
        service.name === 'storefront' ||
        service.jenkins
      ) {
        continue;
      }
      const tags = sandbox.forge.records
        .runs(service.repository)
        .filter(
          run => run.event === 'push' && run.image?.name === imageName(service),
        )
        .map(run => run.image?.tag);
      const behind = async (environment: string) =>
        tags.indexOf(await versionIn(service.name, environment));
      expect(await behind('development')).toBe(0);
      expect(await behind('staging')).toBe(service.history.lag.staging);
      expect(await behind('production')).toBe(service.history.lag.production);
    }
  });

  it('runs a hotfix of the ledger in production that main lacks', async () => {
    const values = parse(tree.get('apps/ledger/values-production.yaml') ?? '');
    const sha = commitOf('ledger', values.image.tag);
    const comparison = await sandbox.forge.forge.code.compare(
      'acme/ledger',
      'main',
      sha,
    );
    expect(comparison?.ahead.map(commit => commit.sha)).toEqual([sha]);
    expect(comparison?.behind).toBeGreaterThan(20);
  });

  it('has one preview environment, of an open pull request', () => {
    const preview = sandbox.scenario.applications.find(each =>
      each.name.startsWith('checkout-pr-'),
    );
    const pull = sandbox.forge.records
      .pulls('acme/checkout')
      .find(each => preview?.name === `checkout-pr-${each.number}`);
    expect(pull).toMatchObject({ state: 'open', draft: false });
    const { images } = parse(
      tree.get(`previews/${preview?.name}/kustomization.yaml`) ?? '',
    );
    expect(commitOf('checkout', images[0].newTag)).toBe(pull?.head.sha);
  });

  it('has runs that failed, were cancelled and succeeded', () => {
    const conclusions = sandbox.forge.records
      .runs('acme/storefront')
      .map(run => run.conclusion);
    expect(new Set(conclusions)).toEqual(
      new Set(['success', 'failure', 'cancelled']),
    );
  });
});
