import { posix } from 'path';
import { clone, isObject } from '../../kubernetes/json';
import { jsonPatch, mergePatch, strategicMerge } from '../../kubernetes/patch';
import { parseLabelSelector } from '../../kubernetes/selectors';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import {
  manifestsOf,
  normalise,
  RenderError,
  yamlDocuments,
  type SourceTree,
} from './SourceTree';
import {
  addAnnotations,
  addLabels,
  changeImages,
  changeName,
  changeNamespace,
  changeReplicas,
  type ImageChange,
} from './transform';

/** Names that a kustomization's file may have. */
export const KUSTOMIZATION_FILES = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

interface PatchTarget {
  group?: string;
  version?: string;
  kind?: string;
  name?: string;
  namespace?: string;
  labelSelector?: string;
}

interface PatchEntry {
  path?: string;
  patch?: string;
  target?: PatchTarget;
}

interface Kustomization {
  resources?: string[];
  bases?: string[];
  components?: string[];
  namespace?: string;
  namePrefix?: string;
  nameSuffix?: string;
  commonLabels?: Record<string, string>;
  labels?: {
    pairs: Record<string, string>;
    includeSelectors?: boolean;
    includeTemplates?: boolean;
  }[];
  commonAnnotations?: Record<string, string>;
  images?: ImageChange[];
  replicas?: { name: string; count: number }[];
  patches?: PatchEntry[];
  patchesStrategicMerge?: string[];
  patchesJson6902?: PatchEntry[];
  configMapGenerator?: { name: string; literals?: string[] }[];
}

/** Builds a kustomization: bases and components first, then patches, then what changes all objects. */
export async function buildKustomization(
  tree: SourceTree,
  folder: string,
  overrides: { images?: ImageChange[] } = {},
): Promise<KubeObject[]> {
  const kustomization = await load(tree, folder);
  let objects = await resources(tree, folder, kustomization);
  for (const component of kustomization.components ?? []) {
    const path = posix.join(folder, component);
    objects = await transform(tree, path, await load(tree, path), [
      ...objects,
      ...(await resources(tree, path, await load(tree, path))),
    ]);
  }
  return transform(
    tree,
    folder,
    {
      ...kustomization,
      images: [...(overrides.images ?? []), ...(kustomization.images ?? [])],
    },
    objects,
  );
}

async function load(tree: SourceTree, folder: string): Promise<Kustomization> {
  const files = await tree.folder(folder);
  const name = KUSTOMIZATION_FILES.find(candidate => files.has(candidate));
  const text = name && files.get(name);
  if (text === undefined) {
    throw new RenderError(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`,
    );
  }
  const [document] = yamlDocuments(text, posix.join(folder, name ?? ''));
  return (isObject(document) ? document : {}) as Kustomization;
}

async function resources(
  tree: SourceTree,
  folder: string,
  kustomization: Kustomization,
): Promise<KubeObject[]> {
  const objects: KubeObject[] = [];
  for (const entry of [
    ...(kustomization.resources ?? []),
    ...(kustomization.bases ?? []),
  ]) {
    const path = normalise(posix.join(folder, entry));
    if (/\.(ya?ml|json)$/.test(entry)) {
      const text = await tree.file(path);
      if (text === undefined) {
        throw new RenderError(
          `accumulating resources from '${entry}': evalsymlink failure on '${path}': no such file or directory`,
        );
      }
      objects.push(...clone(manifestsOf(text, path)));
    } else {
      objects.push(...(await buildKustomization(tree, path)));
    }
  }
  for (const { name, literals = [] } of kustomization.configMapGenerator ??
    []) {
    const pairs = literals.map(literal => {
      const split = literal.indexOf('=');
      return [literal.slice(0, split), literal.slice(split + 1)];
    });
    objects.push({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: Object.fromEntries(pairs),
    });
  }
  return objects;
}

async function transform(
  tree: SourceTree,
  folder: string,
  kustomization: Kustomization,
  given: KubeObject[],
): Promise<KubeObject[]> {
  let objects = given;
  for (const entry of kustomization.patchesStrategicMerge ?? []) {
    const inline = entry.includes('\n');
    objects = await applyPatch(
      tree,
      folder,
      inline ? { patch: entry } : { path: entry },
      objects,
    );
  }
  for (const entry of [
    ...(kustomization.patchesJson6902 ?? []),
    ...(kustomization.patches ?? []),
  ]) {
    objects = await applyPatch(tree, folder, entry, objects);
  }
  for (const object of objects) {
    changeReplicas(object, kustomization.replicas ?? []);
    changeImages(object, kustomization.images ?? []);
    const { namePrefix = '', nameSuffix = '' } = kustomization;
    changeName(object, namePrefix, nameSuffix);
    if (kustomization.namespace) {
      changeNamespace(object, kustomization.namespace);
    }
    if (kustomization.commonLabels) {
      const everywhere = { selectors: true, templates: true };
      addLabels(object, kustomization.commonLabels, everywhere);
    }
    for (const entry of kustomization.labels ?? []) {
      addLabels(object, entry.pairs, {
        selectors: entry.includeSelectors ?? false,
        templates: entry.includeTemplates ?? false,
      });
    }
    if (kustomization.commonAnnotations) {
      addAnnotations(object, kustomization.commonAnnotations);
    }
  }
  return objects;
}

function targets(target: PatchTarget): (object: KubeObject) => boolean {
  const same = (pattern: string | undefined, value = '') =>
    pattern === undefined || new RegExp(`^(?:${pattern})$`).test(value);
  const byLabel = parseLabelSelector(target.labelSelector ?? '');
  return object => {
    const [version, group = ''] = object.apiVersion.split('/').reverse();
    return (
      same(target.group, group) &&
      same(target.version, version) &&
      same(target.kind, object.kind) &&
      same(target.name, object.metadata.name) &&
      same(target.namespace, object.metadata.namespace) &&
      byLabel(object)
    );
  };
}

/** Kinds without a known schema are merged plainly: their lists are replaced. */
function mergeInto(object: KubeObject, patch: JsonObject): KubeObject {
  const group = object.apiVersion.split('/').slice(0, -1).join('/');
  const known = !group.includes('.') || group.endsWith('.k8s.io');
  const { metadata, ...rest } = patch;
  const {
    name: _n,
    namespace: _s,
    ...more
  } = isObject(metadata) ? metadata : ({} as JsonObject);
  const merge = known ? strategicMerge : mergePatch;
  return merge(object, { ...rest, metadata: more }) as KubeObject;
}

async function applyPatch(
  tree: SourceTree,
  folder: string,
  entry: PatchEntry,
  objects: KubeObject[],
): Promise<KubeObject[]> {
  const name = entry.path ?? 'patch';
  const text =
    entry.patch ?? (await tree.file(posix.join(folder, entry.path ?? '')));
  if (text === undefined) {
    throw new RenderError(
      `trouble configuring builtin PatchTransformer: failed to get the patch file from path(${name})`,
    );
  }
  let result = objects;
  for (const patch of yamlDocuments(text, name)) {
    if (Array.isArray(patch)) {
      const matches = targets(entry.target ?? {});
      result = result.map(object =>
        matches(object) ? (jsonPatch(object, patch) as KubeObject) : object,
      );
    } else if (isObject(patch)) {
      result = mergeMatching(result, patch as KubeObject, entry.target);
    }
  }
  return result;
}

function mergeMatching(
  objects: KubeObject[],
  patch: KubeObject,
  target: PatchTarget | undefined,
): KubeObject[] {
  const matches = target
    ? targets(target)
    : (object: KubeObject) =>
        object.apiVersion === patch.apiVersion &&
        object.kind === patch.kind &&
        object.metadata.name === patch.metadata.name;
  if (!target && !objects.some(matches)) {
    throw new RenderError(
      `no resource matches strategic merge patch "${patch.kind}.${patch.apiVersion}/${patch.metadata.name}": no matches for Id ${patch.kind}/${patch.metadata.name}; failed to find unique target for patch`,
    );
  }
  if (patch.$patch === 'delete') {
    return objects.filter(object => !matches(object));
  }
  return objects.map(object =>
    matches(object) ? mergeInto(object, patch) : object,
  );
}
