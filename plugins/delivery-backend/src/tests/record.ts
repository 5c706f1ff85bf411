import type { TargetItem } from '@throughline/plugin-delivery-node';
import { DEFAULT_ENVIRONMENTS } from '../config';
import { parseClaims } from '../link/claims';
import { factsOfEntity } from '../link/EntityFacts';
import { buildPage, PageModel } from '../read/buildPage';
import type { EntityRecord, LinkedTarget } from '../read/EntityRecord';
import { ladderOf } from '../read/ladder';
import { PAGE_CURSORS } from '../read/PageBuilder';
import {
  application,
  artifact,
  branch,
  digest,
  entity,
  IMAGE,
  line,
  TRUST_ALL,
} from './world';

let lastId = 0;
/** An item as the store gives it. */
export const stored = <T>(item: T, sourceId = 'forge:one') => ({
  id: `id-${lastId++}`,
  sourceId,
  item,
});

/** An application with its link. */
export function linked(
  name: string,
  environment: string | undefined,
  item: Partial<TargetItem> = {},
  more: {
    trust?: 'backed' | 'unbacked' | 'contested';
    workloads?: TargetItem[];
    preview?: string;
  } = {},
): LinkedTarget {
  return {
    stored: stored(application(name, item), 'argocd:prod'),
    link: {
      entityRef: 'component:default/checkout',
      targetId: name,
      environment,
      preview: more.preview,
      evidence: {
        entityRule: 'annotation',
        environmentRule: 'label',
        trust: more.trust ?? 'backed',
        trustReason: 'so it is',
      },
    },
    workloads: (more.workloads ?? []).map(each =>
      stored(each, 'kubernetes:eu'),
    ),
    sharedWith: [],
  };
}

/** What was stored about a service with four commits and the images of these. */
export function record(more: Partial<EntityRecord> = {}): EntityRecord {
  const facts = factsOfEntity(
    entity('checkout', {
      annotations: { 'github.com/project-slug': 'acme/checkout' },
    }),
  );
  const claims = parseClaims(facts, {
    slugHost: 'github.com',
    sourceIds: new Set(),
    environments: [],
    trust: TRUST_ALL,
  });
  return {
    entity: facts,
    claims,
    ladder: ladderOf(DEFAULT_ENVIRONMENTS, undefined),
    targets: [],
    branches: [stored(branch('d'))],
    commits: [...line('a', 'b', 'c', 'd')].reverse().map(each => stored(each)),
    configCommits: new Map(),
    causes: new Map(),
    spans: [],
    lookedFor: new Set(),
    unobserved: new Map(),
    pullRequests: new Map(),
    runs: [],
    releases: [],
    vitals: [],
    artifacts: ['a', 'b', 'c', 'd'].map((each, index) =>
      stored(artifact(`1.${index}.0`, each), 'oci:one'),
    ),
    deployments: [],
    withheld: [],
    ...more,
  };
}

/** The image that a target runs. */
export const runs = (tag: string, hash?: string): Partial<TargetItem> => ({
  images: [
    { repository: IMAGE, tag, ...(hash ? { digest: digest(hash) } : {}) },
  ],
});

/** The page that is built from a record. */
export function pageOf(from: EntityRecord) {
  const shown = from.deployments;
  const before = new Map(
    shown.flatMap((each, index) => {
      const next = shown
        .slice(index + 1)
        .find(other => other.targetId === each.targetId);
      return next ? [[each.id, next] as const] : [];
    }),
  );
  return buildPage(new PageModel(from), { shown, before }, PAGE_CURSORS, {
    changes: 20,
    runs: 10,
  });
}
