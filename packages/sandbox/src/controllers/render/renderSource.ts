import { clone } from '../../kubernetes/json';
import type { KubeObject } from '../../kubernetes/types';
import { renderChart, type HelmOptions } from './helm';
import { buildKustomization, KUSTOMIZATION_FILES } from './kustomize';
import { manifestsOf, RenderError, type SourceTree } from './SourceTree';
import type { ImageChange } from './transform';

/** A source of an Application: where its manifests come from and how they are made. */
export interface RenderRequest {
  path: string;
  helm?: HelmOptions;
  kustomize?: { images?: string[] };
  release: { name: string; namespace: string };
}

/** What became of a source. */
export interface Rendered {
  objects: KubeObject[];
  type: 'Kustomize' | 'Helm' | 'Directory';
}

function imageChange(text: string): ImageChange {
  const [name, replaced = name] = text.split('=');
  const [, newName, tag, digest] =
    /^(.+?)(?::([^/:@]+))?(?:@(.+))?$/.exec(replaced) ?? [];
  return { name: name.replace(/:[^/:]+$/, ''), newName, newTag: tag, digest };
}

/** Makes the manifests of a source, by what its folder holds: a kustomization, a chart, or plain files. */
export async function renderSource(
  tree: SourceTree,
  request: RenderRequest,
  referenced: ReadonlyMap<string, SourceTree> = new Map(),
): Promise<Rendered> {
  const files = await tree.folder(request.path);
  if (files.size === 0) {
    throw new RenderError(`${request.path}: app path does not exist`);
  }
  if (KUSTOMIZATION_FILES.some(name => files.has(name))) {
    const images = request.kustomize?.images?.map(imageChange);
    const objects = await buildKustomization(tree, request.path, { images });
    return { objects, type: 'Kustomize' };
  }
  if (files.has('Chart.yaml')) {
    const objects = await renderChart(
      tree,
      request.path,
      request.release,
      request.helm ?? {},
      referenced,
    );
    return { objects, type: 'Helm' };
  }
  const objects = [...files]
    .filter(([path]) => /^[^/]+\.(ya?ml|json)$/.test(path))
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([path, text]) => clone(manifestsOf(text, path)));
  return { objects, type: 'Directory' };
}
