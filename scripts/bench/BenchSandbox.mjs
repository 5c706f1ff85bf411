import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { Program } from './Program.mjs';
import { until } from './wait.mjs';

/** What the sandbox calls the listener of each system; Argo CD has several. */
const LISTENERS = [
  ['kubernetes', 'kubernetes'],
  ['github', 'forge'],
  ['oci', 'registry'],
  ['jenkins', 'jenkins'],
  ['prometheus', 'prometheus'],
  ['terraform', 'plans'],
];

/** The sandbox's large world: the upstreams of what is measured. */
export class BenchSandbox {
  constructor({ runtime, ports, folder, logFile }) {
    Object.assign(this, { runtime, ports, folder, logFile });
    this.control = `http://127.0.0.1:${ports.control}`;
  }

  async start({ services, clusters, pods }) {
    const { ports, runtime, folder, logFile } = this;
    let ready = false;
    const options = {
      data: folder,
      services,
      clusters,
      pods,
      'port-forge': ports.forge,
      'port-argo-nonprod': ports.argo.nonprod,
      'port-argo-prod': ports.argo.prod,
      'port-argo-large': ports.argo.large,
      'port-kubernetes': ports.kubernetes,
      'port-registry': ports.registry,
      'port-jenkins': ports.jenkins,
      'port-prometheus': ports.prometheus,
      'port-plans': ports.plans,
      'port-control': ports.control,
    };
    this.program = new Program('the sandbox', {
      node: runtime.node,
      env: runtime.env,
      cwd: join(root, 'packages/sandbox'),
      args: [
        '--import',
        'tsx',
        'src/cli.ts',
        '--fresh',
        ...Object.entries(options).flatMap(([name, value]) => [
          `--${name}`,
          String(value),
        ]),
      ],
      logFile,
      onLine: line => {
        ready ||= line.startsWith('SANDBOX_READY');
      },
    });
    await until('The start of the sandbox', () => ready || this.#alive(), {
      timeoutMs: 180_000,
      everyMs: 100,
      hint: `What it printed is in ${logFile}.`,
    });
  }

  #alive() {
    if (this.program.ended) {
      throw Object.assign(
        new Error(
          `The sandbox ended by itself; what it printed is in ${this.logFile}.`,
        ),
        { final: true },
      );
    }
    return false;
  }

  /** Has so many Applications change each second, with their workloads and pods. */
  async churn(perSecond) {
    const response = await fetch(`${this.control}/dials/churn`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ perSecond }),
    });
    if (!response.ok) {
      throw new Error(`The churn dial answered ${await response.text()}`);
    }
  }

  /** How many requests each system has had, since the sandbox was started. */
  async requests() {
    const { requests } = await (await fetch(`${this.control}/stats`)).json();
    const systems = { argocd: 0 };
    for (const [system, listener] of LISTENERS) {
      systems[system] = requests[listener] ?? 0;
    }
    for (const [listener, count] of Object.entries(requests)) {
      if (listener.startsWith('argocd-')) {
        systems.argocd += count;
      }
    }
    return systems;
  }

  /** How many components its catalog holds. */
  async components() {
    const text = await (await fetch(`${this.control}/catalog/all.yaml`)).text();
    return text.match(/^kind: Component$/gm)?.length ?? 0;
  }

  stop() {
    return this.program?.stop();
  }
}
