import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from './Program';
import { root } from './root';
import { until } from './until';

/** Where the systems of a sandbox listen. */
export interface SandboxUrls {
  forge: string;
  registry: string;
  control: string;
  catalog: string;
  kubernetes: string;
  argo: Record<string, string>;
}

/** How many services it adds to the company's own, so that there is a third Argo CD. */
const SERVICES = 6;

/** A sandbox with three Argo CD instances, on ports and in a folder of its own. */
export class SandboxWorld {
  readonly #folder = mkdtempSync(join(tmpdir(), 'throughline-sandbox-'));
  #program: Program | undefined;
  #urls: SandboxUrls | undefined;

  /** @param webhookPort - where a portal takes the forge's webhooks */
  async start(webhookPort: number): Promise<void> {
    const options = {
      data: this.#folder,
      pace: 3,
      services: SERVICES,
      clusters: 1,
      pods: 3 * SERVICES,
      'webhook-url': `http://127.0.0.1:${webhookPort}/api/delivery/webhooks/github`,
      'webhook-secret': 'sandbox-webhook-secret',
    };
    const program = new Program('The sandbox', {
      cwd: join(root, 'packages/sandbox'),
      args: [
        '--import',
        'tsx',
        'src/cli.ts',
        '--free-ports',
        ...Object.entries(options).flatMap(([name, value]) => [
          `--${name}`,
          String(value),
        ]),
      ],
      onLine: line => {
        if (line.startsWith('SANDBOX_READY ')) {
          this.#urls = (
            JSON.parse(line.slice(line.indexOf('{'))) as { urls: SandboxUrls }
          ).urls;
        }
      },
    });
    this.#program = program;
    await until(
      'The start of the sandbox',
      async () => {
        program.requireAlive();
        return this.#urls;
      },
      { timeoutMs: 90_000 },
    );
  }

  get urls(): SandboxUrls {
    if (!this.#urls) {
      throw new Error('The sandbox is not there yet');
    }
    return this.#urls;
  }

  /** Sets the faults of a listener; none make it well again. */
  async turn(listener: string, faults: Record<string, unknown>): Promise<void> {
    const response = await fetch(`${this.urls.control}/dials/${listener}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(faults),
    });
    if (!response.ok) {
      throw new Error(`The dial ${listener}: ${await response.text()}`);
    }
  }

  /** How many requests each listener has had. */
  async requests(): Promise<Record<string, number>> {
    const response = await fetch(`${this.urls.control}/stats`);
    const { requests } = (await response.json()) as {
      requests: Record<string, number>;
    };
    return requests;
  }

  /** The history that Argo CD itself has of an Application of the instance `nonprod`. */
  async argoHistory(
    application: string,
  ): Promise<{ id: number; revision: string }[]> {
    const response = await fetch(
      `${this.urls.argo.nonprod}/api/v1/applications/${application}`,
      { headers: { authorization: 'Bearer sandbox-argocd-token' } },
    );
    const { status } = (await response.json()) as {
      status: { history: { id: number; revision: string }[] };
    };
    return status.history;
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
