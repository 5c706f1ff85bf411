import type { TargetView } from '@throughline/plugin-delivery-common';
import type { OutsideWorld } from './dyingWorld';
import { fileOf, fileWith, tagIn } from './versionWorld';
import type { TargetEdit } from '../operate/plan/VersionEdits';
import type { VersionOrder } from '../operate/plan/VersionOrder';
import type { DatabaseOperationStore } from '../operate/records';
import { FakeForge } from '../tests/FakeForge';
import { FakeOperator } from '../tests/FakeOperator';
import { IMAGE } from '../tests/world';

/** A repository of the company. */
export const EU = 'git.example.com/acme/gitops-eu';
/** Another one. */
export const US = 'git.example.com/acme/gitops-us';
/** So long each look takes in this world: a controller that syncs nothing by itself is helped after some time. */
const LOOK_MS = 25_000;

/** What is asked for in a {@link Company}. */
export interface Scenario {
  what: string;
  type?: 'promote' | 'rollBack' | 'unpin';
  write?: 'commit' | 'pullRequest' | 'pipeline';
  waves: string[][];
  /** Where the file of a target lives. */
  home?: (id: string) => { repository: string; branch?: string };
  edit?: Partial<TargetEdit>;
  /** What its file says before and after. */
  files?: [string, string];
  /** Whether the controller waits to be told. */
  syncsOnlyWhenTold?: boolean;
}

/** Repositories, controllers and people, for one operation. */
export class Company implements OutsideWorld {
  readonly forges = [EU, US].map(each => new FakeForge(each, {}));
  readonly refresh = new FakeOperator('refresh');
  readonly sync = new FakeOperator('sync');
  readonly pipeline = new FakeOperator('runPipeline', 'pipeline');
  readonly operators = [this.refresh, this.sync, this.pipeline];
  readonly order: VersionOrder;
  readonly ids: string[];
  now = Date.now();
  #syncs = false;
  readonly #looks = new Map<string, number>();

  constructor(
    readonly store: DatabaseOperationStore,
    readonly scenario: Scenario,
  ) {
    this.ids = scenario.waves.flat();
    const [before] = this.files;
    for (const id of this.ids) {
      const { forge, branch } = this.home(id);
      if (!forge.branches.has(branch)) {
        forge.branches.set(branch, forge.main.sha);
      }
      forge.write(branch, 'Begin', { [fileOf(id)]: before });
    }
    this.forges.forEach(hire);
    this.pipeline.onFollow = async () => ({ state: 'succeeded' });
    this.order = this.#order();
  }

  get files(): [string, string] {
    return this.scenario.files ?? [fileWith('1.0.0'), fileWith('1.1.0')];
  }

  home(id: string): { forge: FakeForge; branch: string } {
    const { repository, branch } = this.scenario.home?.(id) ?? {
      repository: EU,
    };
    return {
      forge: this.forges.find(each => each.repository === repository)!,
      branch: branch ?? 'main',
    };
  }

  textOf(id: string): string {
    const { forge, branch } = this.home(id);
    return forge.commits.get(forge.branches.get(branch)!)!.files[fileOf(id)];
  }

  /** A controller takes a look to apply what is in Git, and another until it is healthy. */
  look(): TargetView[] {
    this.now += LOOK_MS;
    const views = this.#views();
    // It takes a look until it does what it is told.
    this.#syncs = this.sync.acted.length > 0;
    return views;
  }

  #views(): TargetView[] {
    return this.ids.map(id => {
      const { forge, branch } = this.home(id);
      const inGit = this.#isPiped
        ? this.pipeline.acted.length > 0 && '1.1.0'
        : tagIn(this.textOf(id));
      const may = !this.scenario.syncsOnlyWhenTold || this.#syncs;
      const looks = inGit === '1.1.0' ? (this.#looks.get(id) ?? 0) + 1 : 0;
      this.#looks.set(id, may ? looks : 0);
      const tag = looks > 1 && may ? '1.1.0' : '1.0.0';
      return {
        id,
        name: id,
        type: 'application',
        version: { label: tag, image: { tag } },
        health: { status: looks === 2 ? 'progressing' : 'healthy' },
        sync: { status: looks > 0 && !may ? 'outOfSync' : 'synced' },
        desired: [{ revision: forge.branches.get(branch) }],
      } as unknown as TargetView;
    });
  }

  get #isPiped(): boolean {
    return this.scenario.write === 'pipeline';
  }

  #order(): VersionOrder {
    const { write = 'commit', waves, edit, home, type } = this.scenario;
    const edits = this.ids.map(
      (targetId): TargetEdit => ({
        targetId,
        wanted: { tag: '1.1.0' },
        rule: {
          strategy: 'kustomizeImages',
          repository: EU,
          ...home?.(targetId),
          file: fileOf(targetId),
          image: IMAGE,
          write: write === 'pullRequest' ? write : 'commit',
          origin: 'config',
          where: 'a test',
        },
        ...edit,
      }),
    );
    return {
      edits: this.#isPiped ? [] : edits,
      before: Object.fromEntries(
        this.ids.map(id => [id, type === 'unpin' ? '1.1.0' : '1.0.0']),
      ),
      waves,
      write,
      label: '1.1.0',
      wanted: { tag: '1.1.0' },
      ...(this.#isPiped
        ? {
            runs: [
              {
                targetIds: this.ids,
                name: 'deploy',
                sourceId: 'argocd:test',
                subject: { kind: 'pipeline', pipeline: 'deploy' },
                parameters: {},
              },
            ],
          }
        : {}),
    };
  }
}

/** Somebody who merges each pull request once it was looked at twice. */
function hire(forge: FakeForge): void {
  const { get } = forge.pullRequests!;
  const looks = new Map<number, number>();
  forge.pullRequests!.get = async (request, context) => {
    const state = await get(request, context);
    looks.set(request.number, (looks.get(request.number) ?? 0) + 1);
    if (looks.get(request.number) === 2) {
      forge.merge(request.number);
    }
    return state;
  };
}
