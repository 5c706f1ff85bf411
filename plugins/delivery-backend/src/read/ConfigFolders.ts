import type { CommitItem, TargetItem } from '@throughline/plugin-delivery-node';
import { identityOf } from '../link/identityOf';
import type { LinkedTarget } from './EntityRecord';
import { touches } from './mainline';

/** What is made from folders of configuration repositories. */
export type ConfiguredFrom = Pick<TargetItem, 'desired'>;

/** Which folders an entity's targets are made from, and which of these several environments share. */
export class ConfigFolders {
  readonly #environments = new Map<string, Set<string>>();

  constructor(targets: readonly LinkedTarget[]) {
    for (const { link, stored } of targets) {
      const environment = link.environment ?? `preview ${link.preview}`;
      for (const { key } of foldersOf(stored.item)) {
        const known = this.#environments.get(key) ?? new Set();
        this.#environments.set(key, known.add(environment));
      }
    }
  }

  /** Whether a commit touches what a target is made from. */
  touches(commit: CommitItem, target: ConfiguredFrom): boolean {
    return foldersOf(target).some(
      ({ repository, path }) =>
        repository === commit.repository && touches(commit, [path]),
    );
  }

  /**
   * Whether what a commit says can be meant for a target: it touches its folder, and no other environment is made
   * from the same, as one chart with a file of values for each is.
   */
  speaksFor(commit: CommitItem, target: ConfiguredFrom): boolean {
    return foldersOf(target).some(
      ({ repository, path, key }) =>
        repository === commit.repository &&
        (this.#environments.get(key)?.size ?? 0) < 2 &&
        touches(commit, [path]),
    );
  }
}

function foldersOf(
  target: ConfiguredFrom,
): { repository: string; path: string; key: string }[] {
  return target.desired.flatMap(each => {
    const repository = each.chart ? undefined : identityOf(each.url);
    const path = each.path?.replace(/^(\.?\/)+|\/+$/g, '');
    return repository && path !== undefined
      ? [{ repository, path, key: `${repository} ${path}` }]
      : [];
  });
}
