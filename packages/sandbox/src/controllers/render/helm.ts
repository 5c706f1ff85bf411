import { posix } from 'path';
import { clone, isObject, setAt } from '../../kubernetes/json';
import { mergePatch } from '../../kubernetes/patch';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import {
  manifestsOf,
  RenderError,
  yamlDocuments,
  type SourceTree,
} from './SourceTree';
import { renderTemplates } from './template';

/** What an Application says about its chart. */
export interface HelmOptions {
  releaseName?: string;
  valueFiles?: string[];
  values?: string;
  valuesObject?: JsonObject;
  parameters?: { name: string; value: string }[];
}

function valuesOf(text: string, name: string): JsonObject {
  const [document] = yamlDocuments(text, name);
  return isObject(document) ? document : {};
}

/** Renders a chart as `helm template` would, for the part of the language that simple charts use. */
export async function renderChart(
  tree: SourceTree,
  folder: string,
  release: { name: string; namespace: string },
  options: HelmOptions,
  referenced: ReadonlyMap<string, SourceTree>,
): Promise<KubeObject[]> {
  const files = await tree.folder(folder);
  const chart = valuesOf(files.get('Chart.yaml') ?? '', 'Chart.yaml');
  let values = clone(valuesOf(files.get('values.yaml') ?? '', 'values.yaml'));
  const merge = (more: JsonObject) => {
    values = mergePatch(values, more) as JsonObject;
  };
  for (const file of options.valueFiles ?? []) {
    const reference = /^\$([^/]+)\/(.*)$/.exec(file);
    const content = reference
      ? await referenced.get(reference[1])?.file(reference[2])
      : await tree.file(posix.join(folder, file));
    if (content === undefined) {
      throw new RenderError(
        `failed to generate manifest: \`helm template . --name-template ${release.name} --values ${file}\` failed: open ${file}: no such file or directory`,
      );
    }
    merge(valuesOf(content, file));
  }
  merge(valuesOf(options.values ?? '', 'values'));
  merge(options.valuesObject ?? {});
  for (const { name, value } of options.parameters ?? []) {
    setAt(values, name.split('.'), value);
  }

  const templates = new Map(
    [...files].filter(([path]) => path.startsWith('templates/')),
  );
  const rendered = renderTemplates(templates, {
    Values: values,
    Release: {
      Name: options.releaseName ?? release.name,
      Namespace: release.namespace,
      Service: 'Helm',
      IsInstall: false,
      IsUpgrade: true,
      Revision: 1,
    },
    Chart: Object.fromEntries(
      Object.entries(chart).map(([key, value]) => [
        key[0].toUpperCase() + key.slice(1),
        value,
      ]),
    ),
  });
  return [...rendered]
    .filter(([path]) => /\.ya?ml$/.test(path))
    .flatMap(([path, text]) => clone(manifestsOf(text, path)));
}
