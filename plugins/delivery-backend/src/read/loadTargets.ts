import type { Knex } from 'knex';
import type { LinkingConfig } from '../config/linking';
import type { TargetLink } from '../link/Placement';
import type { ObservationReader, Stored } from '../store/ObservationReader';
import { isFull, type LinkedTarget } from './EntityRecord';
import type { Ask } from '../store/QueryGatherer';
import type { LinkRow } from './rows';

interface Sources {
  knex: Knex;
  ask: Ask;
  reader: ObservationReader;
  linking: LinkingConfig;
}

/** More than any entity has. */
const MAX_LINKS = 1000;
const MAX_SHARERS = 100_000;

/** Loads an entity's targets, each with the workloads that are shown under it. */
export async function loadTargets(
  ref: string,
  sources: Sources,
): Promise<{ targets: LinkedTarget[]; withheld: string[] }> {
  const { knex, ask, reader, linking } = sources;
  const rows = await ask<LinkRow>(
    knex('links')
      .where('entity_ref', ref)
      .orderBy('target_id')
      .limit(MAX_LINKS)
      .select('data'),
  );
  const all = rows.map(row => JSON.parse(row.data) as TargetLink);
  const links = all.filter(
    link => linking.trust.unbacked === 'status' || isFull({ link }),
  );
  const withheld = all
    .filter(link => !links.includes(link))
    .map(link => link.evidence.trustReason);
  const stored = new Map(
    (await reader.targetsByIds(links.map(link => link.targetId))).map(each => [
      each.id,
      each,
    ]),
  );
  const shared = await sharersOf(ref, links, sources);
  const targets = links.flatMap((link): LinkedTarget[] => {
    const found = stored.get(link.targetId);
    return found && !link.under
      ? [
          {
            stored: found,
            link,
            workloads: [],
            sharedWith: shared.get(found.id) ?? [],
          },
        ]
      : [];
  });
  const byId = new Map(targets.map(each => [each.stored.id, each]));
  for (const link of links) {
    const workload = stored.get(link.targetId);
    if (link.under && workload) {
      byId.get(link.under)?.workloads.push(workload);
    }
  }
  targets.forEach(each => each.workloads.sort(byName));
  targets.sort((a, b) => byName(a.stored, b.stored));
  return { targets, withheld: [...new Set(withheld)] };
}

/** For each target the other entities that it serves; a claim that nothing confirms does not make one. */
async function sharersOf(
  ref: string,
  links: readonly TargetLink[],
  { knex, ask }: Sources,
): Promise<Map<string, string[]>> {
  const ids = links.filter(link => !link.under).map(link => link.targetId);
  const shared = new Map<string, string[]>();
  for (let from = 0; from < ids.length; from += 100) {
    const rows = await ask<LinkRow>(
      knex('links')
        .whereIn('target_id', ids.slice(from, from + 100))
        .whereNot('entity_ref', ref)
        .whereIn('trust', ['backed', 'contested'])
        .orderBy('entity_ref')
        .limit(MAX_SHARERS)
        .select('target_id', 'entity_ref'),
    );
    for (const row of rows) {
      const known = shared.get(row.target_id) ?? [];
      shared.set(row.target_id, [...known, row.entity_ref]);
    }
  }
  return shared;
}

function byName(
  a: Stored<{ name: string }>,
  b: Stored<{ name: string }>,
): number {
  return a.item.name < b.item.name ? -1 : Number(a.item.name > b.item.name);
}
