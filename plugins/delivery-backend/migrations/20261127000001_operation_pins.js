// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('operation_pins', table => {
    table.comment(
      'What operations have pinned in Git, until one gives it back; outlives the operation',
    );
    table.string('entity_ref', 400).notNullable();
    table.string('environment', 100).notNullable();
    table.string('operation_id', 36).notNullable();
    table.string('by', 300).notNullable();
    table.string('since', 24).notNullable();
    table.text('what').nullable().comment('Label of the version');
    table.primary(['entity_ref', 'environment']);
  });

  // Until now they were found among the operations that had succeeded.
  const operations = await knex('operations')
    .whereIn('type', ['rollBack', 'unpin'])
    .where('state', 'succeeded')
    .whereNotNull('environment')
    .orderBy(['requested_at', 'id'])
    .select();
  const pins = new Map();
  for (const operation of operations) {
    const { entity_ref, environment, type, request } = operation;
    const { details, to } = JSON.parse(request);
    const key = JSON.stringify([entity_ref, environment]);
    if (type === 'unpin') {
      pins.delete(key);
    } else if (details?.edits?.some(({ pinning }) => pinning === 'pin')) {
      pins.set(key, {
        entity_ref,
        environment,
        operation_id: operation.id,
        by: operation.actor,
        since: operation.finished_at ?? operation.requested_at,
        what: to ?? null,
      });
    }
  }
  for (const pin of pins.values()) {
    await knex('operation_pins').insert(pin);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('operation_pins');
};
