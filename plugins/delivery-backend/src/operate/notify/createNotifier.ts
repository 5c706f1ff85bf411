import type { Knex } from 'knex';
import { DatabaseOperationStore } from '../records';
import { NoticeStore } from './NoticeStore';
import { Notifier, type NotifierOptions } from './Notifier';

/** Puts together what tells people by the portal's notifications. */
export function createNotifier({
  knex,
  ...options
}: Omit<NotifierOptions, 'store' | 'operations'> & { knex: Knex }): Notifier {
  return new Notifier({
    ...options,
    store: new NoticeStore(knex),
    operations: new DatabaseOperationStore(knex),
  });
}
