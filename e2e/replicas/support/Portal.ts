import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  EntityDelivery,
  Page,
  SourceDetails,
  SourcesPage,
} from '@throughline/plugin-delivery-common';
import { Program } from './Program';
import { root } from './root';
import { until } from './until';

const BACKEND = join(root, 'packages/backend');

/** The portal's backend in production mode, as a process. */
export class Portal {
  readonly #folder = mkdtempSync(join(tmpdir(), 'throughline-portal-'));
  readonly #base: string;
  readonly #configs: string[];
  #program: Program | undefined;
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(
    readonly name: string,
    port: number,
    ...configs: Record<string, unknown>[]
  ) {
    this.#base = `http://127.0.0.1:${port}`;
    this.#configs = configs.map((config, index) => {
      const file = join(this.#folder, `app-config.${index}.yaml`);
      // YAML holds JSON.
      writeFileSync(file, JSON.stringify(config));
      return file;
    });
  }

  /** Begins to start it. */
  launch(): Program {
    this.#tokens.clear();
    this.#program = new Program(this.name, {
      cwd: BACKEND,
      env: { NODE_ENV: 'production', LOG_LEVEL: 'info' },
      args: [
        '--require',
        join(root, 'node_modules/@backstage/cli-node/config/nodeTransform.cjs'),
        join(BACKEND, 'src/index.ts'),
        ...[join(root, 'app-config.yaml'), ...this.#configs].flatMap(file => [
          '--config',
          file,
        ]),
      ],
    });
    return this.#program;
  }

  /** Starts it, and resolves when it can be asked. */
  async start(): Promise<void> {
    const program = this.launch();
    await until(
      `The start of ${this.name}`,
      async () => {
        program.requireAlive();
        const response = await fetch(
          `${this.#base}/.backstage/health/v1/readiness`,
          { signal: AbortSignal.timeout(3000) },
        );
        await response.arrayBuffer();
        return response.ok;
      },
      { timeoutMs: 90_000, everyMs: 100 },
    );
  }

  kill(): Promise<void> {
    return this.#program?.stop('SIGKILL') ?? Promise.resolve();
  }

  /** Ends it, and takes its configuration away. */
  async stop(): Promise<void> {
    await this.#program?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What it printed last. */
  get output(): string {
    return this.#program?.output ?? '';
  }

  /** @param asked - by whom, unless by a guest, and what is sent, if anything is */
  async request(
    path: string,
    asked: { user?: string; body?: object } = {},
  ): Promise<Response> {
    this.#program?.requireAlive();
    const { user = '', body } = asked;
    const token = this.#tokens.get(user) ?? this.#signIn(user);
    this.#tokens.set(user, token);
    return fetch(`${this.#base}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${await token}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  }

  async get<T>(
    path: string,
    asked: { user?: string; body?: object } = {},
  ): Promise<T> {
    const response = await this.request(path, asked);
    if (!response.ok) {
      throw new Error(
        `${path} answered ${response.status}: ${await response.text()}`,
      );
    }
    return (await response.json()) as T;
  }

  async sources(): Promise<SourceDetails[]> {
    return (await this.get<SourcesPage>('/api/delivery/sources')).sources;
  }

  page(component: string): Promise<EntityDelivery> {
    return this.get(pagePath(component));
  }

  /** A list of an entity's page, whole. */
  async list<T>(
    component: string,
    list: 'changes' | 'runs' | 'history',
  ): Promise<T[]> {
    const items: T[] = [];
    let cursor = '';
    do {
      const page = await this.get<Page<T>>(
        `${pagePath(component)}/${list}?limit=200${cursor}`,
      );
      items.push(...page.items);
      cursor = page.nextCursor
        ? `&cursor=${encodeURIComponent(page.nextCursor)}`
        : '';
    } while (cursor);
    return items;
  }

  /** The names of all components. */
  async components(): Promise<string[]> {
    const entities = await this.get<{ metadata: { name: string } }[]>(
      '/api/catalog/entities?filter=kind=component&fields=metadata.name',
    );
    return entities.map(({ metadata }) => metadata.name).sort();
  }

  async #signIn(user: string): Promise<string> {
    const response = await fetch(
      `${this.#base}/api/auth/${user ? 'sandbox' : 'guest'}/refresh`,
      {
        headers: {
          'x-requested-with': 'XMLHttpRequest',
          ...(user ? { 'x-sandbox-user': user } : {}),
        },
      },
    );
    const { backstageIdentity } = (await response.json()) as {
      backstageIdentity: { token: string };
    };
    return backstageIdentity.token;
  }
}

/** Where the page of a component is. */
export function pagePath(component: string): string {
  return `/api/delivery/entities/default/component/${component}`;
}
