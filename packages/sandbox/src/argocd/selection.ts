import type { Request } from 'express';
import { sourcesOf, type Application } from '../controllers/argo/types';
import { parseLabelSelector } from '../kubernetes/selectors';
import type { KubeObject } from '../kubernetes/types';

/** A query parameter that may be given several times. */
export function listParameter(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter(
    (item): item is string => typeof item === 'string' && item !== '',
  );
}

/** One query parameter as text. */
export function textParameter(value: unknown): string | undefined {
  return listParameter(value)[0];
}

function sameRepository(a: string, b: string): boolean {
  const normal = (url: string) => url.replace(/\.git$/, '').toLowerCase();
  return normal(a) === normal(b);
}

/** The Applications that a list or stream request is about. */
export function applicationFilter(
  query: Request['query'],
  options: { repo: boolean },
): (application: Application) => boolean {
  const projects = [
    ...listParameter(query.projects),
    ...listParameter(query.project),
  ];
  const name = textParameter(query.name);
  const namespace = textParameter(query.appNamespace);
  const repo = options.repo ? textParameter(query.repo) : undefined;
  const bySelector = parseLabelSelector(textParameter(query.selector) ?? '');
  return application => {
    const { metadata, spec } = application;
    return (
      (projects.length === 0 || projects.includes(spec.project)) &&
      (!name || metadata.name === name) &&
      (!namespace || metadata.namespace === namespace) &&
      (!repo ||
        sourcesOf(spec).some(({ repoURL }) => sameRepository(repoURL, repo))) &&
      bySelector(application as unknown as KubeObject)
    );
  };
}
