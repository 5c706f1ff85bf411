import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor';
import {
  isFull,
  type EntityRecord,
  type StoredDeployment,
} from './EntityRecord';
import type { HistorySlice } from './history';
import type { RecordLoader } from './RecordLoader';

const CURSOR = z.object({ startedAt: z.string(), id: z.string() });

/** Finds a page of the history and, for each deployment in it, the one before. */
export class HistoryReader {
  constructor(private readonly loader: RecordLoader) {}

  async slice(
    record: EntityRecord,
    size: number,
    cursor?: string,
  ): Promise<HistorySlice & { nextCursor?: string }> {
    const targets = record.targets.filter(isFull);
    const lookAhead = size * 3;
    const found = cursor
      ? await this.loader.deployments(
          targets,
          lookAhead,
          decodeCursor(cursor, CURSOR),
        )
      : record.deployments.slice(0, lookAhead);
    const shown = found.slice(0, size);
    const before = new Map<string, StoredDeployment>();
    for (const [index, deployment] of shown.entries()) {
      const previous =
        found
          .slice(index + 1)
          .find(each => each.targetId === deployment.targetId) ??
        (found.length < lookAhead
          ? undefined
          : await this.#previousOf(record, deployment));
      if (previous) {
        before.set(deployment.id, previous);
      }
    }
    await this.loader.addDeploymentCommits(record, [
      ...shown,
      ...before.values(),
    ]);
    const last = shown.at(-1);
    return {
      shown,
      before,
      ...(last && found.length > shown.length
        ? {
            nextCursor: encodeCursor({
              startedAt: last.item.startedAt ?? '',
              id: last.id,
            }),
          }
        : {}),
    };
  }

  /** @returns undefined where it is no deployment of the entity, or of a target that is shown with its status only */
  async one(
    record: EntityRecord,
    id: string,
  ): Promise<HistorySlice | undefined> {
    const deployment = await this.loader.deployment(
      record.targets.filter(isFull),
      id,
    );
    if (!deployment) {
      return undefined;
    }
    const previous = await this.#previousOf(record, deployment);
    await this.loader.addDeploymentCommits(record, [
      deployment,
      ...(previous ? [previous] : []),
    ]);
    return {
      shown: [deployment],
      before: new Map(previous ? [[id, previous]] : []),
    };
  }

  async #previousOf(
    record: EntityRecord,
    deployment: StoredDeployment,
  ): Promise<StoredDeployment | undefined> {
    const target = record.targets.filter(
      each => each.stored.id === deployment.targetId,
    );
    const [previous] = await this.loader.deployments(target, 1, {
      startedAt: deployment.item.startedAt ?? '',
      id: deployment.id,
    });
    return previous;
  }
}
