import { TOKEN } from './token';
import type { LiveRun } from './LiveRun';

type Texts = Record<string, string>;

/**
 * What belongs to one run alone, and says something untrue of another one: what Tekton and its parts note on a run,
 * that it was signed or stored among it, and what says that something else has applied it.
 */
const OF_ONE_RUN =
  /^(([a-z]+\.)?tekton\.dev|argocd\.argoproj\.io|kubectl\.kubernetes\.io|(kustomize|helm)\.toolkit\.fluxcd\.io)\//;

/** Pipelines as Code notes there where a run comes from, which stays so. */
const KEPT = 'pipelinesascode.tekton.dev/';

/** The longest name that Kubernetes makes a name from, so that what it adds finds room. */
const MAX_BASE = 57;

/** The metadata of a run that is made after another one. */
export function copyMetadata(
  { metadata: { name, generateName, labels, annotations } }: LiveRun,
  token: string,
): { generateName: string; labels: Texts; annotations: Texts } {
  return {
    generateName: baseOf(generateName ?? name),
    labels: { ...kept(labels), [TOKEN]: token },
    annotations: kept(annotations),
  };
}

/** What the name of a run is made from. */
export function baseOf(name: string): string {
  return `${name.replace(/-+$/, '').slice(0, MAX_BASE)}-`;
}

function kept(texts: Texts | null | undefined): Texts {
  return Object.fromEntries(
    Object.entries(texts ?? {}).filter(
      ([name]) =>
        name !== TOKEN && (name.startsWith(KEPT) || !OF_ONE_RUN.test(name)),
    ),
  );
}
