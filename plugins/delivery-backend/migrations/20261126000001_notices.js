// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('operation_notices', table => {
    table.comment('What people were told about operations, to tell it once');
    table.string('operation_id', 36).notNullable();
    table.string('kind', 32).notNullable();
    table.string('told_at', 24).notNullable().comment('ISO 8601 in UTC');
    table.primary(['operation_id', 'kind']);
  });

  await knex.schema.createTable('state_notices', table => {
    table.comment('What people were told about the states of environments');
    table.string('entity_ref', 255).primary().notNullable();
    table
      .text('states')
      .nullable()
      .comment('JSON by environment and kind; null before the first look');
    table
      .string('due_at', 24)
      .nullable()
      .comment('When it is to be looked at; ISO 8601 in UTC');
    table
      .integer('marks')
      .notNullable()
      .comment('How often it was marked, so that none is lost while looking');
    table.index(['due_at'], 'state_notices_due_idx');
  });

  await knex.schema.alterTable('operations', table => {
    table.index(['finished_at'], 'operations_finished_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('operations', table => {
    table.dropIndex(['finished_at'], 'operations_finished_idx');
  });
  await knex.schema.dropTable('state_notices');
  await knex.schema.dropTable('operation_notices');
};
