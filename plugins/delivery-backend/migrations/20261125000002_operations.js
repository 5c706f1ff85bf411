// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('operations', table => {
    table.comment(
      'What was asked for, the refused included; never removed but by its own retention',
    );
    table.string('id', 36).primary().notNullable();
    table.string('actor', 300).notNullable().comment('Ref of who asked');
    table
      .string('idempotency_key', 100)
      .notNullable()
      .comment('Asked twice with one key is done once');
    table.string('type', 32).notNullable();
    table.string('state', 16).notNullable();
    table.string('entity_ref', 400).notNullable();
    table.string('environment', 100).nullable();
    table.text('search').notNullable().comment('What text searches look in');
    table
      .text('request')
      .notNullable()
      .comment('JSON; what is to be done, as it was authorised');
    table
      .text('progress')
      .notNullable()
      .comment('JSON; how far it has come; all that a restart needs');
    table
      .bigInteger('version')
      .notNullable()
      .comment('Rises with each write; a write of an older state is refused');
    table.string('requested_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.string('finished_at', 24).nullable();
    table.unique(['actor', 'idempotency_key'], {
      indexName: 'operations_idempotency_uniq',
    });
    table.index(['state', 'requested_at'], 'operations_state_idx');
    table.index(['entity_ref', 'requested_at', 'id'], 'operations_entity_idx');
    table.index(['requested_at', 'id'], 'operations_requested_idx');
  });

  await knex.schema.createTable('operation_subjects', table => {
    table.comment('What operations act on: one at a time acts on each');
    table.string('operation_id', 36).notNullable();
    table
      .string('subject', 100)
      .notNullable()
      .comment('Id of the target or run');
    table.primary(['operation_id', 'subject']);
    table.index(['subject'], 'operation_subjects_subject_idx');
  });

  await knex.schema.createTable('operation_approvals', table => {
    table.comment('Approvals and rejections of operations by people');
    table.string('operation_id', 36).notNullable();
    table.string('by', 300).notNullable();
    table.string('at', 24).notNullable();
    table.string('decision', 16).notNullable();
    table.text('comment').nullable();
    table.primary(['operation_id', 'by']);
  });

  await knex.schema.createTable('fleet_freeze', table => {
    table.comment('One row while the whole fleet is frozen');
    table.integer('id').primary().notNullable();
    table.string('by', 300).notNullable();
    table.string('since', 24).notNullable();
    table.text('reason').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of [
    'fleet_freeze',
    'operation_approvals',
    'operation_subjects',
    'operations',
  ]) {
    await knex.schema.dropTable(name);
  }
};
