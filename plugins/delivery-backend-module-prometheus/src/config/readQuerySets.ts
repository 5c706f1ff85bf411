import type { Config } from '@backstage/config';
import { METRIC_NAMES } from '@throughline/plugin-delivery-common';
import {
  configProblem,
  readName,
  refuseDuplicateNames,
} from '@throughline/plugin-delivery-node';
import { builtInQuerySets } from '../metrics/builtInQuerySets';
import { parseTemplate, type Template } from '../metrics/parseTemplate';
import type { QuerySet } from '../metrics/QuerySet';
import type { Labels } from './readLabels';

/** Reads `queries` and `latencyQuantile` of an instance: its own sets, beside and in place of the built-in ones. */
export function readQuerySets(
  config: Config,
  path: string,
  labels: Labels,
): ReadonlyMap<string, QuerySet> {
  const quantile = config.getOptionalNumber('latencyQuantile') ?? 0.95;
  if (!(quantile > 0 && quantile < 1)) {
    throw configProblem(
      `${path}.latencyQuantile`,
      `${quantile} is no quantile`,
      'Use a number between 0 and 1, such as 0.95.',
    );
  }
  const own = (config.getOptionalConfigArray('queries') ?? []).map(
    (entry, index) => readSet(entry, `${path}.queries[${index}]`),
  );
  refuseDuplicateNames(
    own.map(([name]) => name),
    `${path}.queries`,
  );
  return new Map([...builtInQuerySets(labels, quantile), ...own]);
}

function readSet(config: Config, path: string): [string, QuerySet] {
  const name = readName(config, path);
  const queries: QuerySet['queries'] = {};
  for (const metric of METRIC_NAMES) {
    const text = config.getOptionalString(metric);
    if (text !== undefined) {
      queries[metric] = read(text, `${path}.${metric}`);
    }
  }
  if (Object.keys(queries).length === 0) {
    throw configProblem(
      path,
      'it holds no query',
      `Give at least one of ${METRIC_NAMES.join(', ')}.`,
    );
  }
  return [name, { queries, latencyTitle: 'Latency' }];
}

function read(text: string, path: string): Template {
  const template = parseTemplate(text);
  if ('problem' in template) {
    throw configProblem(path, template.problem, template.mend);
  }
  return template;
}
