import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import {
  approvals,
  metricsHealthy,
  noAlerts,
  pipelineGreen,
  signed,
  soaked,
  type Gate,
} from '../gates';
import { requireEnvironment } from './requireEnvironment';

/** The gates of an environment. */
export interface EnvironmentGates {
  gates: readonly Gate[];
  /** How many approvals they ask for. */
  approvals: number;
}

const MINUTES: Record<string, number> = { m: 1, h: 60, d: 24 * 60 };

/** Each gate as the configuration writes it: a word, or a word with what it asks for. */
const Entry = z.union([
  z.enum(['pipelineGreen', 'signed', 'noAlerts', 'metricsHealthy']).transform(
    word =>
      ({
        pipelineGreen: pipelineGreen(),
        signed: signed(),
        noAlerts: noAlerts(),
        metricsHealthy: metricsHealthy(),
      }[word]),
  ),
  z
    .strictObject({ pipelineGreen: z.array(z.string().min(1)).min(1) })
    .transform(({ pipelineGreen: names }) => pipelineGreen(names)),
  z
    .strictObject({ noAlerts: z.array(z.string().min(1)).min(1) })
    .transform(({ noAlerts: severities }) => noAlerts(severities)),
  z
    .strictObject({ soaked: z.string().regex(/^[1-9]\d{0,4}[mhd]$/) })
    .transform(({ soaked: text }) =>
      soaked(Number(text.slice(0, -1)) * MINUTES[text.slice(-1)]),
    ),
  z
    .strictObject({ approvals: z.number().int().min(1).max(10) })
    .transform(({ approvals: needed }) => ({
      ...approvals(needed),
      needed,
    })),
]);

/** Reads `gates` of `delivery.operations`: for each environment the list of its gates. */
export function readGates(
  config: Config | undefined,
  root: string,
  environments: readonly string[],
): ReadonlyMap<string, EnvironmentGates> {
  const section = config?.getOptionalConfig('gates');
  const byEnvironment = new Map<string, EnvironmentGates>();
  for (const name of section?.keys() ?? []) {
    const path = `${root}.gates.${name}`;
    requireEnvironment(name, environments, path);
    const entries = section!.get(name);
    if (!Array.isArray(entries)) {
      throw configProblem(
        path,
        'it is no list',
        "Write a list, such as [pipelineGreen, { soaked: '30m' }, { approvals: 1 }].",
      );
    }
    const gates = entries.map((entry, index) => {
      const read = Entry.safeParse(entry);
      if (!read.success) {
        throw configProblem(
          `${path}[${index}]`,
          'it is no gate',
          "Use pipelineGreen, { pipelineGreen: ['CI'] }, { soaked: '30m' }, signed, noAlerts, { noAlerts: ['critical'] }, metricsHealthy or { approvals: 1 }.",
        );
      }
      return read.data;
    });
    byEnvironment.set(name, {
      gates,
      approvals: gates
        .map(gate => ('needed' in gate ? gate.needed : 0))
        .reduce((most, needed) => Math.max(most, needed), 0),
    });
  }
  return byEnvironment;
}
