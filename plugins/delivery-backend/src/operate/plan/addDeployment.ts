import type { EntityRecord } from '../../read/EntityRecord';
import type { HistoryReader } from '../../read/HistoryReader';

/**
 * Adds a deployment that is older than those that a page is built from, with the one before it: what can be gone back to
 * is the whole history. What is no deployment of the entity adds nothing.
 */
export async function addDeployment(
  record: EntityRecord,
  id: string,
  history: Pick<HistoryReader, 'one'>,
): Promise<void> {
  if (record.deployments.some(each => each.id === id)) {
    return;
  }
  const found = await history.one(record, id);
  if (found) {
    record.deployments.push(...found.shown, ...found.before.values());
  }
}
