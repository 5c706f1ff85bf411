import type { TargetItem } from '@throughline/plugin-delivery-node';
import { repositoryPath } from '../../link/repositoryPath';
import type { Candidate, TextFile } from './Candidate';
import { findInKustomization, KUSTOMIZATIONS } from './findInKustomization';
import { findInManifest } from './findInManifest';
import { findInValues, type WantedImages } from './findInValues';
import type { ClosedSource, OpenSource, SourceOpener } from './SourceOpener';

const CHART = ['Chart.yaml', 'values.yaml'];

/** Where no chart has values of its own. */
const NO_FILE: TextFile = { path: '', text: '' };

/** A candidate with the repository that it is in. */
export interface SourcedCandidate {
  candidate: Candidate;
  source: OpenSource;
}

/** What was found in the sources of a target, and where else was looked in vain. */
export interface SourceFindings {
  found: SourcedCandidate[];
  /** Where was looked in vain, in words. */
  vain: string[];
  closed: ClosedSource[];
}

/**
 * Looks for a target's images in the files that it is made from: a kustomization, a chart's values, or plain manifests.
 *
 * @throws SourceFailure
 */
export async function findInSources(
  target: Pick<TargetItem, 'desired' | 'generatedBy'>,
  wanted: WantedImages,
  opener: SourceOpener,
): Promise<SourceFindings> {
  const findings: SourceFindings = { found: [], vain: [], closed: [] };
  const opened: OpenSource[] = [];
  const own: TextFile[] = [];
  const values: TextFile[] = [];
  for (const [index, desired] of target.desired.entries()) {
    const source = await opener.open(desired);
    if ('because' in source) {
      findings.closed.push(source);
      continue;
    }
    opened[index] = source;
    const numbered = (files: TextFile[]) =>
      files.map(file => ({ ...file, source: index }));
    values.push(...numbered(await source.files.read(desired.files ?? [])));
    if (desired.path === undefined) {
      continue;
    }
    const folder = repositoryPath(desired.path);
    // Asked for at once, though one of them is enough to know: each question is a call to the forge.
    await source.files.read(
      [...KUSTOMIZATIONS, ...CHART].map(name => at(folder, name)),
    );
    const chart = await source.files.read(CHART.map(name => at(folder, name)));
    if (chart.some(({ path }) => path.endsWith('Chart.yaml'))) {
      own.push(
        ...numbered(chart.filter(({ path }) => path.endsWith('values.yaml'))),
      );
      continue;
    }
    const inFolder = await findInFolder(folder, source, target, wanted);
    findings.found.push(...inFolder.map(candidate => ({ candidate, source })));
    if (inFolder.length === 0) {
      findings.vain.push(folder || 'the root of the repository');
    }
  }
  // The chart's own values stand first, though it may be another source's chart.
  const files = [...own, ...values];
  const inValues =
    files.length > 0
      ? findInValues(own.length > 0 ? files : [NO_FILE, ...files], wanted)
      : [];
  findings.found.push(
    ...inValues.map(candidate => ({
      candidate,
      source: opened[candidate.source ?? 0],
    })),
  );
  if (files.length > 0 && inValues.length === 0) {
    findings.vain.push(...files.map(({ path }) => path));
  }
  return findings;
}

function at(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

async function findInFolder(
  folder: string,
  { files }: OpenSource,
  { generatedBy }: Pick<TargetItem, 'generatedBy'>,
  wanted: WantedImages,
): Promise<Candidate[]> {
  const kustomized = await findInKustomization(folder, wanted.images, files);
  if (kustomized.file !== undefined) {
    return kustomized.candidates;
  }
  const paths = (await files.list(folder)).filter(path =>
    /\.(ya?ml|json)$/i.test(path),
  );
  const read = await files.read(paths);
  const named = read.flatMap(file => findInManifest(file, wanted.images));
  return named.length > 0 || !generatedBy
    ? named
    : // What a generator reads is a file of a person's own making: it is known by what it says only.
      read.flatMap(file => findInValues([NO_FILE, file], wanted));
}
