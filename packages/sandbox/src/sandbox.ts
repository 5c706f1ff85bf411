import { readFile, rm, writeFile } from 'fs/promises';
import path from 'path';
import { z } from 'zod';
import { applyByFlux } from './applyByFlux';
import { catalogEntities, catalogRoutes, syntheticEntities } from './catalog';
import { createPlatform, Platform, startTekton } from './controllers';
import { churnRoutes } from './churnRoutes';
import { Deployer } from './Deployer';
import { dialMiddleware, dialRoutes, Dials, statRoutes } from './dials';
import { Faults, faultRoutes } from './faults';
import { createForge, Pace, RunningForge } from './forge';
import { DiskRepositories } from './git';
import { largeForge } from './largeForge';
import { Listener, listen } from './listen';
import { buildJournal, Builds, createJenkins, RunningJenkins } from './jenkins';
import { createPrometheus } from './prometheus';
import { publishBuilt, publishRecorded, sourceOfImage } from './publishImages';
import {
  Images,
  ImageStore,
  RegistryAuth,
  registryRouter,
  SyntheticImages,
} from './registry';
import { defaultPorts, SandboxOptions } from './SandboxOptions';
import { documentRoutes, workspaceRoutes, Workspaces } from './terraform';
import { createScenario, plantWorld, Scenario, services } from './world';

/** A running sandbox. */
export interface Sandbox {
  urls: {
    forge: string;
    registry: string;
    jenkins: string;
    prometheus: string;
    plans: string;
    control: string;
    catalog: string;
    kubernetes: string;
    argo: Record<string, string>;
  };
  repositories: DiskRepositories;
  forge: RunningForge;
  jenkins: RunningJenkins;
  images: Images;
  platform: Platform;
  scenario: Scenario;
  dials: Dials;
  close(): Promise<void>;
}

const planted = z.object({ forgeUrl: z.string(), imageHost: z.string() });

/** Starts everything; when the promise is kept, all listeners answer. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const ports = { ...defaultPorts, ...options.ports };
  const progress = options.onProgress ?? (() => undefined);
  let closing = false;
  // What was under way when everything is closed cannot end well, and need not.
  const onError = (error: unknown) => {
    if (!closing) {
      options.onError?.(error);
    }
  };
  const now = new Date();
  const dials = new Dials();
  const dial = (listener: string) => dialMiddleware(dials, listener);
  const open: { close(): unknown }[] = [];
  const close = async () => {
    closing = true;
    for (const part of open.splice(0).reverse()) {
      await part.close();
    }
  };
  try {
    const opened = async (port: number, what: string): Promise<Listener> => {
      const listener = await listen(port, what);
      open.push(listener);
      return listener;
    };
    const forgeListener = await opened(ports.forge, 'the forge and Git');
    const registryListener = await opened(ports.registry, 'the registry');
    const jenkinsListener = await opened(ports.jenkins, 'Jenkins');
    const prometheusListener = await opened(ports.prometheus, 'Prometheus');
    const plansListener = await opened(ports.plans, 'published plans');
    const control = await opened(ports.control, 'its controls and the catalog');
    const forgeUrl = forgeListener.url;
    const imageHost = `localhost:${registryListener.port}`;

    if (options.fresh) {
      await rm(options.data, { recursive: true, force: true });
    }
    const repositories = await DiskRepositories.open(
      path.join(options.data, 'repositories'),
    );
    open.push(repositories);
    progress('Writing two months of history');
    await plant(repositories, options.data, { now, forgeUrl, imageHost });

    const scenario = await createScenario({
      repositories,
      argoPorts: {
        nonprod: ports.argoNonprod,
        prod: ports.argoProd,
        large: ports.argoLarge,
      },
      large: options.large,
    });
    const store = new ImageStore();
    const images: Images = scenario.large
      ? new SyntheticImages(store, scenario.large, forgeUrl, now)
      : store;

    const pace = new Pace(options.pace);
    // The forge's workflows deploy to clusters that are started after it.
    const late: { deployer?: Deployer } = {};
    const forge: RunningForge = await createForge({
      baseUrl: forgeUrl,
      repositories,
      pace,
      webhook: options.webhook,
      rateLimit: options.rateLimit,
      publish: image => store.put(sourceOfImage(forgeUrl, image)),
      deploy: async (service, version, run) =>
        late.deployer?.deploy(service, version, run),
      onError,
      ...(scenario.large && { extend: largeForge(scenario.large, now) }),
    });
    open.push(forge);
    const builds = await Builds.load(
      buildJournal(repositories),
      repositories.list(),
    );
    publishBuilt(store, builds, forgeUrl);
    publishRecorded(store, forge.records, repositories.list(), forgeUrl);
    forgeListener.app.use(dial('forge'), forge.router);
    registryListener.app.use(
      dial('registry'),
      registryRouter(images, new RegistryAuth(), () => imageHost),
    );

    progress('Starting clusters and Argo CD');
    const platform = await createPlatform({
      scenario,
      repositories,
      ports: {
        kubernetes: ports.kubernetes,
        argo: Object.fromEntries(
          scenario.argoInstances.map(({ name, port }) => [name, port]),
        ),
      },
      gitUrl: repository => `${forgeUrl}/${repository}.git`,
      dial,
      pace: options.pace,
      imageDigest: (repository, tag) =>
        images.manifest(withoutHost(repository), tag)?.digest,
    });
    open.push(platform);
    for (const { name, repository, tekton } of services) {
      const cluster = tekton && platform.clusters.get(tekton.cluster);
      if (cluster) {
        open.push(
          await startTekton({
            ...tekton,
            store: cluster,
            repositories,
            service: name,
            repository,
            repositoryUrl: `${forgeUrl}/${repository}.git`,
            pace: options.pace,
          }),
        );
      }
    }
    open.push(
      await applyByFlux({
        platform,
        repositories,
        forgeUrl,
        imageHost,
        tags: name => images.tags(name),
        pace: options.pace,
      }),
    );
    const deployer = new Deployer({
      repositories,
      forgeUrl,
      imageHost,
      apply: platform.applyManifests.bind(platform),
      record: forge.recordDeployment,
    });
    late.deployer = deployer;
    await deployer.restore(forge.records);
    await deployer.restoreBuilt(builds);
    const jenkins = createJenkins({
      baseUrl: jenkinsListener.url,
      gitUrl: repository => `${forgeUrl}/${repository}.git`,
      speed: options.pace ?? 1,
      pace,
      repositories,
      builds,
      publish: image => store.put(sourceOfImage(forgeUrl, image)),
      apply: deployer.apply.bind(deployer),
      configure: deployer.configure.bind(deployer),
      onError,
    });
    open.push(jenkins);
    jenkinsListener.app.use(dial('jenkins'), jenkins.router);

    const prometheus = await createPrometheus({
      data: options.data,
      services,
      clusters: platform.clusters,
      port: prometheusListener.port,
      dial: dial('prometheus'),
      standIn: options.prometheusStandIn,
    });
    open.push(prometheus);
    prometheusListener.app.use(prometheus.router);
    const workspaces = new Workspaces();
    plansListener.app.use(dial('plans'), documentRoutes(workspaces));
    control.app.use('/workspaces', workspaceRoutes(workspaces));

    const catalog = { forgeUrl, imageHost };
    const { large } = scenario;
    control.app.use(
      '/catalog',
      catalogRoutes(() => [
        ...catalogEntities(catalog),
        ...(large ? syntheticEntities(large, catalog) : []),
      ]),
    );
    control.app.use('/dials/churn', churnRoutes(platform.large));
    control.app.use('/dials', dialRoutes(dials));
    control.app.use('/stats', statRoutes(dials));
    const faults = new Faults(services, scenario.faults, platform.setFaults);
    control.app.use('/faults', faultRoutes(faults));
    await forge.runner.resume();
    await jenkins.runner.resume();

    return {
      urls: {
        forge: forgeUrl,
        registry: registryListener.url,
        jenkins: jenkinsListener.url,
        prometheus: prometheusListener.url,
        plans: plansListener.url,
        control: control.url,
        catalog: `${control.url}/catalog/all.yaml`,
        ...platform.urls,
      },
      repositories,
      forge,
      jenkins,
      images,
      platform,
      scenario,
      dials,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Plants the world once, and refuses one that was planted for other addresses: its files name them. */
async function plant(
  repositories: DiskRepositories,
  data: string,
  options: { now: Date; forgeUrl: string; imageHost: string },
): Promise<void> {
  const file = path.join(data, 'world.json');
  const { forgeUrl, imageHost } = options;
  if ((await plantWorld(repositories, options)) === 'planted') {
    await writeFile(file, `${JSON.stringify({ forgeUrl, imageHost })}\n`);
    return;
  }
  const known = planted.parse(JSON.parse(await readFile(file, 'utf8')));
  if (known.forgeUrl !== forgeUrl || known.imageHost !== imageHost) {
    throw new Error(
      `The repositories in ${data} were made for a forge at ${known.forgeUrl} and a registry at ` +
        `${known.imageHost}. Start with these ports, in another folder (--data), or anew (--fresh).`,
    );
  }
}

function withoutHost(image: string): string {
  return image.replace(/^[^/]*[.:][^/]*\//, '');
}
