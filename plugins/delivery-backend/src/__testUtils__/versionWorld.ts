import type { Entity } from '@backstage/catalog-model';
import type {
  ObservedItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import { startOperate, type OperateHarness } from './operateHarness';
import { FakeForge } from '../tests/FakeForge';
import { FakeSource } from '../tests/FakeProvider';
import {
  application,
  artifact,
  branch,
  digest,
  entity,
  GITOPS,
  IMAGE,
  line,
  run,
  TRUST_ALL,
} from '../tests/world';

/** The source of the world of promotions. */
export const SOURCE = 'argocd:test';
/** Its entity. */
export const REF = 'component:default/checkout';
/** What its owner owns by. */
export const OWNER = ['group:default/payments'];
/** What a release manager has grants by. */
export const MANAGER = ['group:default/release-managers'];
/** The file that says what a target runs. */
export const fileOf = (name: string) => `apps/${name}/kustomization.yaml`;
/** Such a file with a tag. */
export const fileWith = (tag: string, more = '') =>
  `# what runs\nimages:\n  - name: ${IMAGE}\n    newTag: ${tag}${more}\nreplicas: 2\n`;
/** The tag in such a file. */
export const tagIn = (text: string | undefined) =>
  /newTag: (\S+)/.exec(text ?? '')?.[1];
const HASHES: Record<string, string> = { '1.0.0': 'a', '1.1.0': 'b' };

/** A service in staging and production whose versions live in Git. */
export interface World extends OperateHarness {
  forge: FakeForge;
  /** What the controller has applied of Git, and how it fares. */
  apply(name: string, more?: Partial<TargetItem>): void;
  tell(items: ObservedItem[]): void;
}

/** Starts the world: 1.1.0 runs in staging, 1.0.0 in production. */
export async function startWorld(
  knex: Parameters<typeof startOperate>[0],
  options: {
    operations?: object;
    write?: 'commit' | 'pullRequest';
    regions?: string[];
    automation?: boolean;
    answerMs?: number;
    others?: Entity[];
    /** How many targets are linked to these as well. */
    shared?: number;
    /** What backs claims besides labels. */
    trustRules?: object[];
  } = {},
): Promise<World> {
  const regions = options.regions ?? ['checkout-production'];
  const names = ['checkout-staging', ...regions];
  const marker = options.automation
    ? ' # {"$imagepolicy": "flux-system:checkout:tag"}'
    : '';
  const forge = new FakeForge(
    GITOPS,
    Object.fromEntries(
      names.map(name => [
        fileOf(name),
        fileWith(name === 'checkout-staging' ? '1.1.0' : '1.0.0', marker),
      ]),
    ),
  );
  const target = (name: string, more: Partial<TargetItem> = {}): TargetItem => {
    const tag = tagIn(forge.main.files[fileOf(name)]) ?? 'unknown';
    return application(name, {
      labels: { 'backstage.io/kubernetes-id': 'checkout' },
      images: [{ repository: IMAGE, tag, digest: digest(HASHES[tag] ?? 'f') }],
      desired: [
        {
          url: 'https://github.com/acme/gitops.git',
          path: `apps/${name}`,
          targetRevision: 'main',
          revision: forge.main.sha,
        },
      ],
      ...(options.automation && name !== 'checkout-staging'
        ? {
            writers: [
              {
                by: 'ImageUpdateAutomation flux-system/apps',
                writes: `the tag of ${IMAGE}`,
                suspended: false,
              },
            ],
          }
        : {}),
      ...more,
    });
  };
  const source = new FakeSource(SOURCE, [
    ...names.map(name => target(name)),
    branch('b'),
    ...line('a', 'b'),
    run('a'),
    run('b'),
    artifact('1.0.0', 'a'),
    artifact('1.1.0', 'b'),
  ]);
  source.writer = forge;
  const harness = await startOperate(knex, {
    source,
    links: names.length + (options.shared ?? 0),
    ...(options.answerMs ? { answerMs: options.answerMs } : {}),
    ...(options.others ? { others: options.others } : {}),
    entity: entity('checkout', {
      annotations: {
        'argocd/app-name': names.join(','),
        'github.com/project-slug': 'acme/checkout',
      },
    }),
    config: {
      linking: { trust: { ...TRUST_ALL, rules: options.trustRules ?? [] } },
      environments: [
        { name: 'staging' },
        {
          name: 'production',
          production: true,
          match: [{ name: 'checkout-production*' }],
        },
      ],
      operations: {
        production: { grants: MANAGER },
        versions: ['staging', 'production'].map(environment => ({
          entity: REF,
          environment,
          strategy: 'kustomizeImages',
          // eslint-disable-next-line no-template-curly-in-string
          file: 'apps/${target}/kustomization.yaml',
          write: options.write ?? 'commit',
        })),
        ...options.operations,
      },
    },
  });
  const tell = (items: ObservedItem[]) =>
    source.tell({ type: 'observed', scope: 'all', items });
  return {
    ...harness,
    forge,
    apply: (name, more) => tell([target(name, more)]),
    tell,
  };
}

let lastKey = 0;
/** Asks for a promotion to production; each time with a key of its own. */
export const promote = (more: object = {}) => ({
  type: 'promote',
  entityRef: REF,
  environment: 'production',
  idempotencyKey: `key-${lastKey++}`,
  ...more,
});
