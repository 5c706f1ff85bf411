import type { TargetView } from '@throughline/plugin-delivery-common';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import type { LinkedTarget } from '../../read/EntityRecord';
import { failureText } from './failureText';
import { findInParents } from './findInParents';
import { findInSources } from './findInSources';
import type { SourceOpener } from './SourceOpener';
import { placeOf, type PlacedCandidate } from './placeOf';
import { runningOf, versionsOf } from './runningOf';

/** What was found for one target. */
export interface TargetDetection {
  id: string;
  item: TargetItem;
  placed: PlacedCandidate[];
  /** Why nothing was, in words. */
  because?: string;
}

/** Looks where the version of one target may live, at its own source. It decides nothing. */
export async function detectTarget(
  target: LinkedTarget,
  view: TargetView | undefined,
  options: {
    opener: SourceOpener;
    /** Targets of the same source that are made of other targets only. */
    parents: () => Promise<TargetItem[]>;
  },
): Promise<TargetDetection> {
  const { id, item } = target.stored;
  try {
    return { id, item, ...(await search(target, view, options)) };
  } catch (error) {
    const because = failureText(error, options.opener.signal);
    return { id, item, placed: [], because };
  }
}

async function search(
  target: LinkedTarget,
  view: TargetView | undefined,
  { opener, parents }: Parameters<typeof detectTarget>[2],
): Promise<Pick<TargetDetection, 'placed' | 'because'>> {
  const { id, item } = target.stored;
  const running = runningOf(target, view);
  const wanted = { images: running.images, versions: versionsOf(running) };
  const { found, vain, closed } = await findInSources(item, wanted, opener);
  const pinned = closed.flatMap(each => each.pinned ?? []);
  const hasChart = item.desired.some(each => each.chart);
  if (found.length === 0 && (hasChart || pinned.length > 0)) {
    found.push(
      ...(await findInParents(
        item,
        await parents(),
        { ...wanted, pinned },
        opener,
      )),
    );
  }
  const chart = item.desired.find(each => each.chart);
  const revision = chart ? chart.revision : pinned[0];
  const placed: PlacedCandidate[] = [];
  const refused: string[] = [];
  for (const each of found) {
    const [file] = await each.source.files.read([each.candidate.file]);
    const result = placeOf(each, { id, name: item.name }, file?.text ?? '', {
      running,
      ...(revision ? { revision } : {}),
    });
    if ('refusedBecause' in result) {
      refused.push(result.refusedBecause);
    } else {
      placed.push(result);
    }
  }
  return placed.length > 0
    ? { placed }
    : {
        placed,
        because: isFromFiles(item)
          ? reason(running.images, { vain, closed, refused }, opener.isCutOff)
          : "nothing tells which files it is made from. Where a pipeline deploys it, a rule of the strategy 'pipeline' in delivery.operations.versions says which pipeline brings its version.",
      };
}

function isFromFiles({ desired }: TargetItem): boolean {
  return desired.some(({ path, files, chart }) => path ?? files ?? chart);
}

function reason(
  images: readonly string[],
  found: {
    vain: readonly string[];
    closed: readonly { because: string }[];
    refused: readonly string[];
  },
  isCutOff: boolean,
): string {
  const { vain, closed, refused } = found;
  if (refused.length > 0) {
    return `what was found cannot be written to: ${refused.join('; ')}`;
  }
  if (images.length === 0 && closed.length === 0) {
    return 'nothing tells which images it runs';
  }
  const looked =
    vain.length > 0
      ? [
          `no file in ${vain.join(
            ', ',
          )} names an image that it runs: ${images.join(', ')}`,
        ]
      : [];
  const reasons = [
    ...looked,
    ...(isCutOff ? ['not all files were looked at: there are too many'] : []),
    ...closed.map(({ because }) => because),
  ];
  return reasons.length > 0
    ? [...new Set(reasons)].join('; ')
    : 'nothing tells which files it is made from';
}
