import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { at } from '../../kubernetes/json';
import { DEPLOYMENTS, EVENTS, SERVICES } from '../../kubernetes/resources';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import {
  contractsPresent,
  createValidator,
  problems,
  readContract,
} from '../__testUtils__/contracts';
import type { MemoryRepositories } from '../__testUtils__/MemoryRepositories';
import {
  GITOPS,
  pushTag,
  shopRepositories,
  shopScenario,
  startShop,
  until,
} from '../__testUtils__/shopWorld';
import type { Platform } from '../Platform';
import {
  FLUX_DEFINITIONS,
  GIT_REPOSITORIES,
  IMAGE_POLICIES,
  IMAGE_REPOSITORIES,
  IMAGE_UPDATE_AUTOMATIONS,
  KUSTOMIZATIONS,
} from './definitions';
import { startFlux } from './startFlux';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';
const FOLDER = 'apps/shop/overlays/development';
const IMAGE = 'localhost:7140/acme/shop';
// Without the vendor's schemas there is nothing to hold the objects against.
const contracts = contractsPresent() ? describe : describe.skip;

describe('Flux', () => {
  let repositories: MemoryRepositories;
  let platform: Platform;
  let store: ClusterStore;
  let flux: { close(): void };
  let tags: string[];

  const read = () => store.get(KUSTOMIZATIONS, 'flux-system', 'shop')!;
  const source = () => store.get(GIT_REPOSITORIES, 'flux-system', 'gitops')!;
  const ready = (object: KubeObject) =>
    (object.status?.conditions as JsonObject[]).find(
      ({ type }) => type === 'Ready',
    );
  const image = () =>
    at(store.get(DEPLOYMENTS, 'shop-development', 'shop'), [
      ...['spec', 'template', 'spec', 'containers', '0', 'image'],
    ]) ??
    JSON.stringify(store.get(DEPLOYMENTS, 'shop-development', 'shop')?.spec);
  const change = (object: KubeObject, spec: JsonObject) =>
    store.update(store.definitionFor(object)!, {
      ...object,
      spec: { ...object.spec, ...spec },
    });
  const request = (object: KubeObject, token: string) =>
    store.update(store.definitionFor(object)!, {
      ...object,
      metadata: {
        ...object.metadata,
        annotations: { ...object.metadata.annotations, [REQUESTED_AT]: token },
      },
    });
  const pause = (ms: number) =>
    new Promise(resolve => {
      setTimeout(resolve, ms);
    });
  const applied = (sha: string) =>
    until(`${sha} is applied`, () => {
      const { status } = read();
      return (
        String(status?.lastAppliedRevision).endsWith(sha) &&
        ready(read())?.status === 'True'
      );
    });

  beforeEach(async () => {
    tags = ['1.11.0', '1.12.0', 'latest'];
    repositories = await shopRepositories();
    platform = await startShop(
      repositories,
      shopScenario({ applications: [] }),
    );
    store = platform.clusters.get('nonprod')!;
    flux = await startFlux({
      store,
      repositories,
      repository: GITOPS,
      repositoryUrl: `http://localhost:7110/${GITOPS}.git`,
      applyPast: (namespace, objects, then) =>
        platform.applyManifests('nonprod', namespace, objects, { at: then }),
      stages: [
        {
          name: 'shop',
          path: FOLDER,
          folder: 'apps/shop',
          labels: { 'backstage.io/kubernetes-id': 'shop' },
          image: IMAGE,
        },
      ],
      tags: name => (name === IMAGE ? tags : undefined),
      pace: 50,
    });
  });

  afterEach(async () => {
    flux.close();
    await platform.close();
  });

  it('starts with the past of its folder, and with what that left running', async () => {
    const head = await repositories.resolve(GITOPS, 'main');
    const { status, metadata } = read();
    expect(status).toMatchObject({
      observedGeneration: 1,
      lastAppliedRevision: `main@sha1:${head}`,
      lastAttemptedRevision: `main@sha1:${head}`,
      inventory: {
        entries: [
          { id: 'shop-development_shop__Service', v: 'v1' },
          { id: 'shop-development_shop_apps_Deployment', v: 'v1' },
        ],
      },
    });
    expect(status?.history).toHaveLength(5);
    expect(ready(read())).toMatchObject({ status: 'True' });
    expect(Date.parse(metadata.creationTimestamp ?? '')).toBeLessThan(
      Date.now() - 10 * 86_400_000,
    );
    const live = store.get(DEPLOYMENTS, 'shop-development', 'shop');
    expect(live?.status).toMatchObject({ readyReplicas: 1 });
    expect(live?.metadata.labels).toMatchObject({
      'kustomize.toolkit.fluxcd.io/name': 'shop',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    });
  });

  it('brings a push to the cluster, and remembers it', async () => {
    const sha = await pushTag(repositories, 'development', '2.0.0');
    await until('it is under way', () => ready(read())?.status === 'Unknown');
    expect(read().status?.lastAppliedRevision).not.toContain(sha);
    await applied(sha);
    expect(image()).toContain('localhost:7140/acme/shop:2.0.0');
    expect(read().status?.history).toMatchObject([
      {
        lastReconciledStatus: 'ReconciliationSucceeded',
        totalReconciliations: 1,
        metadata: { revision: `main@sha1:${sha}` },
      },
      {},
      {},
      {},
      {},
    ]);
    expect(at(source(), ['status', 'artifact', 'revision'])).toBe(
      `main@sha1:${sha}`,
    );
    expect(
      store
        .list(EVENTS, 'flux-system')
        .some(({ message }) => String(message).endsWith(sha)),
    ).toBe(true);
  });

  it('moves an earlier content to the front when it comes back', async () => {
    const before = at(read(), ['status', 'history']) as JsonObject[];
    await applied(await pushTag(repositories, 'development', '2.0.0'));
    await applied(await pushTag(repositories, 'development', '1.12.0'));
    const [first, second] = at(read(), ['status', 'history']) as JsonObject[];
    expect(first).toMatchObject({
      digest: before[0].digest,
      firstReconciled: before[0].firstReconciled,
      totalReconciliations: 2,
    });
    expect(String(first.firstReconciled) < String(second.lastReconciled)).toBe(
      true,
    );
  });

  it('leaves alone what is suspended, requests included, until it is resumed', async () => {
    change(read(), { suspend: true });
    request(read(), 'one');
    const sha = await pushTag(repositories, 'development', '2.0.0');
    await until('the source has it', () =>
      String(at(source(), ['status', 'artifact', 'revision'])).endsWith(sha),
    );
    await pause(100);
    expect(read().status?.lastHandledReconcileAt).toBeUndefined();
    expect(read().status?.observedGeneration).toBe(1);
    expect(read().metadata.generation).toBe(2);
    change(read(), { suspend: false });
    await applied(sha);
    expect(read().status).toMatchObject({
      observedGeneration: 3,
      lastHandledReconcileAt: 'one',
    });
  });

  it('answers a request with its token', async () => {
    expect(read().status?.lastHandledReconcileAt).toBeUndefined();
    request(read(), 'two');
    await until(
      'it is handled',
      () =>
        read().status?.lastHandledReconcileAt === 'two' &&
        ready(read())?.status === 'True',
    );
  });

  it('says what is wrong, and goes on trying', async () => {
    change(read(), { path: './nowhere' });
    await until('it failed', () => ready(read())?.status === 'False');
    expect(ready(read())).toMatchObject({ reason: 'ArtifactFailed' });
    expect(read().status?.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Reconciling',
        status: 'True',
        reason: 'ProgressingWithRetry',
      }),
    );
    change(source(), { ref: { branch: 'gone' } });
    await until('the source failed', () => ready(source())?.status === 'False');
    expect(source().status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'FetchFailed', status: 'True' }),
    );
  });

  it('fails where what it applied does not become healthy', async () => {
    await pushTag(repositories, 'development', '0.9.9');
    await until('it failed', () => ready(read())?.status === 'False');
    expect(ready(read())).toMatchObject({ reason: 'HealthCheckFailed' });
    expect(read().status?.lastAppliedRevision).not.toBe(
      read().status?.lastAttemptedRevision,
    );
  });

  it('prunes what Git no longer has', async () => {
    const sha = await repositories.commit(GITOPS, {
      branch: 'main',
      message: 'No service any more',
      author: { name: 'Lena', email: 'lena@acme.test', login: 'lena' },
      files: {
        'apps/shop/base/kustomization.yaml':
          'resources:\n  - deployment.yaml\n',
      },
    });
    await applied(sha);
    expect(store.list(SERVICES, 'shop-development')).toEqual([]);
  });

  describe('its image automation', () => {
    const FILE = `${FOLDER}/kustomization.yaml`;
    const automation = () =>
      store.get(IMAGE_UPDATE_AUTOMATIONS, 'flux-system', 'shop')!;
    const policy = () => store.get(IMAGE_POLICIES, 'flux-system', 'shop')!;
    const written = async () => {
      const head = (await repositories.resolve(GITOPS, 'main'))!;
      const files = await repositories.readTree(GITOPS, head, FOLDER);
      return files.get('kustomization.yaml')!;
    };
    const mark = async (marker: string) =>
      repositories.commit(GITOPS, {
        branch: 'main',
        message: `Mark it ${marker}`,
        author: { name: 'Lena', email: 'lena@acme.test', login: 'lena' },
        files: {
          [FILE]: (await written()).replace(
            /newTag: (\S+).*/,
            `newTag: $1 # ${marker}`,
          ),
        },
      });
    const ran = async (token: string) => {
      request(automation(), token);
      await until(
        `it ran for ${token}`,
        () => automation().status?.lastHandledReconcileAt === token,
      );
    };

    it('chooses the newest release, and does nothing while it is suspended', async () => {
      expect(policy().status).toMatchObject({
        latestRef: { name: IMAGE, tag: '1.12.0' },
      });
      await mark('{"$imagepolicy": "flux-system:shop:tag"}');
      tags = [...tags, '1.13.0'];
      await until(
        'the policy chose it',
        () => at(policy(), ['status', 'latestRef', 'tag']) === '1.13.0',
      );
      expect(policy().status?.observedPreviousRef).toEqual({
        name: IMAGE,
        tag: '1.12.0',
      });
      request(automation(), 'nobody listens');
      await pause(100);
      expect(automation().status).toBeUndefined();
      expect(await written()).toContain('newTag: 1.12.0 #');
    });

    it('commits what is newer to the marked line, which is applied', async () => {
      await mark('{"$imagepolicy": "flux-system:shop:tag"}');
      change(automation(), { suspend: false });
      await ran('nothing to do');
      expect(automation().status).not.toHaveProperty('lastPushCommit');
      expect(ready(automation())?.message).toBe('repository up-to-date');
      tags = [...tags, '1.13.0'];
      const sha = await until('it pushed', () =>
        String(automation().status?.lastPushCommit ?? ''),
      );
      expect(await written()).toContain(
        'newTag: 1.13.0 # {"$imagepolicy": "flux-system:shop:tag"}',
      );
      const [commit] = await repositories.log(GITOPS, { ref: sha });
      expect(commit.author.name).toBe('Flux');
      await applied(sha);
      expect(image()).toContain(`${IMAGE}:1.13.0`);
    });

    it('writes its own over a line that somebody changed, and leaves what is not marked', async () => {
      change(automation(), { suspend: false });
      await pushTag(repositories, 'development', '1.11.0');
      await ran('without a marker');
      expect(await written()).toContain('newTag: 1.11.0\n');
      await mark('delivery-pinned {"$imagepolicy": "flux-system:shop:tag"}');
      await ran('with another comment');
      expect(await written()).toContain('newTag: 1.11.0 # delivery-pinned');
      await mark('{"$imagepolicy": "flux-system:shop:tag"}');
      await ran('with its marker');
      expect(await written()).toContain('newTag: 1.12.0 # {');
    });

    it('says what it cannot', async () => {
      change(policy(), { policy: { semver: { range: '>=9.0.0' } } });
      await until('none fits', () => ready(policy())?.status === 'False');
      const scanned = store.get(IMAGE_REPOSITORIES, 'flux-system', 'shop')!;
      change(scanned, { image: 'localhost:7140/acme/gone' });
      await until('it is gone', () => {
        const now = store.get(IMAGE_REPOSITORIES, 'flux-system', 'shop')!;
        return ready(now)?.status === 'False';
      });
      expect(at(policy(), ['status', 'latestRef', 'tag'])).toBe('1.12.0');
    });
  });

  contracts('its objects', () => {
    const checked = (object: KubeObject): string[] => {
      const definition = store.definitionFor(object)!;
      const crd = readContract(
        `flux/crds/${definition.group}_${definition.plural}.yaml`,
      );
      const schema = at(crd, ['spec', 'versions']) as JsonObject[];
      const validate = createValidator(definition.kind, {
        object: (schema[0].schema as JsonObject).openAPIV3Schema,
      });
      const { metadata: _, ...rest } = object;
      return problems(validate('object'), rest);
    };

    it('are as the vendor’s definitions have them, at rest and on their way', async () => {
      const all = () =>
        FLUX_DEFINITIONS.flatMap(definition => store.list(definition));
      expect(all().map(({ kind }) => kind)).toEqual([
        'GitRepository',
        'Kustomization',
        'ImageRepository',
        'ImagePolicy',
        'ImageUpdateAutomation',
      ]);
      expect(all().flatMap(checked)).toEqual([]);
      const automation = store.get(
        IMAGE_UPDATE_AUTOMATIONS,
        'flux-system',
        'shop',
      )!;
      change(automation, { suspend: false });
      await until('the automation ran', () =>
        at(store.get(IMAGE_UPDATE_AUTOMATIONS, 'flux-system', 'shop'), [
          'status',
          'lastAutomationRunTime',
        ]),
      );
      const states = new Set<string>();
      const stop = store.subscribe(KUSTOMIZATIONS, ({ object }) => {
        states.add(JSON.stringify(checked(object)));
      });
      await applied(await pushTag(repositories, 'development', '2.0.0'));
      change(read(), { path: './nowhere' });
      change(source(), { ref: { branch: 'gone' } });
      await until(
        'both failed',
        () =>
          ready(read())?.status === 'False' &&
          ready(source())?.status === 'False',
      );
      stop();
      expect([...states]).toEqual(['[]']);
      expect(all().flatMap(checked)).toEqual([]);
    });

    it('are of the versions that are served', () => {
      for (const { group, plural, version } of FLUX_DEFINITIONS) {
        const crd = readContract(`flux/crds/${group}_${plural}.yaml`);
        const versions = at(crd, ['spec', 'versions']) as JsonObject[];
        expect(versions.map(({ name }) => name)).toContain(version);
      }
      expect(
        store.get(IMAGE_UPDATE_AUTOMATIONS, 'flux-system', 'shop')?.spec,
      ).toMatchObject({ suspend: true });
    });
  });
});
