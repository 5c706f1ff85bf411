import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';

/** Small things that all replicas must agree on. */
export class Settings {
  constructor(private readonly knex: Knex) {}

  async get(key: string): Promise<string | undefined> {
    const row = await this.knex('delivery_settings')
      .where({ key })
      .first('value');
    return row?.value;
  }

  async set(key: string, value: string): Promise<void> {
    await this.knex('delivery_settings')
      .insert({ key, value })
      .onConflict('key')
      .merge();
  }

  /** A secret that is made up once, by whichever replica comes first. */
  async secret(key: string): Promise<string> {
    await this.knex('delivery_settings')
      .insert({ key, value: randomBytes(32).toString('hex') })
      .onConflict('key')
      .ignore();
    return (await this.get(key))!;
  }
}
