// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  // A key that two people have used names one operation from now on: the other one's is given up.
  const used = await knex('operations')
    .groupBy('idempotency_key')
    .havingRaw('count(*) > 1')
    .pluck('idempotency_key');
  for (const key of used) {
    const [, ...later] = await knex('operations')
      .where('idempotency_key', key)
      .orderBy(['requested_at', 'id'])
      .pluck('id');
    for (const id of later) {
      await knex('operations').where({ id }).update({ idempotency_key: id });
    }
  }
  await knex.schema.alterTable('operations', table => {
    table.dropUnique(
      ['actor', 'idempotency_key'],
      'operations_idempotency_uniq',
    );
    table.unique(['idempotency_key'], { indexName: 'operations_key_uniq' });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('operations', table => {
    table.dropUnique(['idempotency_key'], 'operations_key_uniq');
    table.unique(['actor', 'idempotency_key'], {
      indexName: 'operations_idempotency_uniq',
    });
  });
};
