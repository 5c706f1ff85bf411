import { z } from 'zod';
import { folderOf, referenceFrom } from './base';
import type { HelmReleaseFacts, ReleaseSnapshot } from './facts';
import { applierBase, applierSpec, applierStatus } from './projectApplier';
import {
  looseText,
  metadataSchema,
  optionalText,
  referenceSchema,
  time,
} from './schemas';

const MAX_HISTORY = 20;

const releaseSchema = z.object({
  name: z.string().min(1),
  namespace: z.string(),
  version: z.number().int(),
  chartName: z.string(),
  chartVersion: z.string(),
  appVersion: looseText,
  status: z.string(),
  action: looseText,
  configDigest: looseText,
  ociDigest: looseText,
  lastDeployed: time,
  testHooks: z
    .record(
      z.string(),
      z.object({ phase: optionalText, lastCompleted: time }).nullable(),
    )
    .nullish(),
});

const schema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    ...applierSpec,
    chart: z
      .object({
        spec: z.object({
          chart: z.string().min(1),
          version: optionalText,
          sourceRef: referenceSchema,
          valuesFiles: z.array(z.string()).nullish().catch(undefined),
        }),
      })
      .nullish(),
    chartRef: referenceSchema.nullish(),
    test: z
      .object({
        enable: z.boolean().nullish(),
        ignoreFailures: z.boolean().nullish(),
      })
      .nullish(),
  }),
  status: z
    .object({
      ...applierStatus,
      helmChart: looseText,
      lastAttemptedConfigDigest: looseText,
      lastAppliedRevision: optionalText,
      history: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});

/**
 * Keeps of a HelmRelease what a page shows.
 *
 * @throws ZodError where it is not as it should be
 */
export function projectHelmRelease(object: unknown): HelmReleaseFacts {
  const { metadata, spec, status } = schema.parse(object);
  const chart = spec.chart?.spec;
  const source = chart && referenceFrom(chart.sourceRef, metadata);
  // Where Flux has not said which chart it made, it will be named like this.
  const [namespace, name] = status?.helmChart?.split('/') ?? [];
  const made = { kind: 'HelmChart' };
  return {
    ...applierBase('HelmRelease', metadata, spec, status),
    kind: 'HelmRelease',
    ...(chart &&
      source && {
        chart: {
          chart: chart.chart,
          ...(chart.version && { version: chart.version }),
          source,
          valuesFiles: (chart.valuesFiles ?? []).map(folderOf).sort(),
          object:
            namespace && name
              ? { ...made, namespace, name }
              : {
                  ...made,
                  namespace: source.namespace,
                  name: `${metadata.namespace}-${metadata.name}`,
                },
        },
      }),
    ...(spec.chartRef && { chartRef: referenceFrom(spec.chartRef, metadata) }),
    ...(status?.lastAttemptedConfigDigest && {
      attemptedConfig: status.lastAttemptedConfigDigest,
    }),
    tested: Boolean(spec.test?.enable) && !spec.test?.ignoreFailures,
    ...(status?.lastAppliedRevision && { applied: status.lastAppliedRevision }),
    history: (status?.history ?? []).slice(0, MAX_HISTORY).flatMap(releaseOf),
  };
}

function releaseOf(entry: unknown): ReleaseSnapshot[] {
  const { data } = releaseSchema.safeParse(entry);
  if (!data) {
    return [];
  }
  const { testHooks, lastDeployed, configDigest, ociDigest, ...kept } = data;
  const tests = testsOf(testHooks);
  const tested = Object.values(testHooks ?? {})
    .flatMap(hook => hook?.lastCompleted ?? [])
    .sort()
    .at(-1);
  return [
    {
      name: kept.name,
      namespace: kept.namespace,
      version: kept.version,
      chartName: kept.chartName,
      chartVersion: kept.chartVersion,
      status: kept.status,
      ...(kept.appVersion && { appVersion: kept.appVersion }),
      ...(kept.action && { action: kept.action }),
      ...(configDigest && { configDigest }),
      ...(ociDigest && { ociDigest }),
      ...(lastDeployed && { deployed: lastDeployed }),
      ...(tests && { tests }),
      ...(tested && { tested }),
    },
  ];
}

/** Tests that have not run are absent; an empty list says that there are none. */
function testsOf(
  hooks: z.infer<typeof releaseSchema>['testHooks'],
): ReleaseSnapshot['tests'] {
  if (!hooks) {
    return undefined;
  }
  const phases = Object.values(hooks).map(hook => hook?.phase ?? '');
  if (phases.includes('Failed')) {
    return 'failed';
  }
  return phases.every(phase => phase === 'Succeeded') ? 'passed' : 'running';
}
