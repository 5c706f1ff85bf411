// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('operation_effects', table => {
    table.comment('What operations brought about, so that histories name them');
    table.string('operation_id', 36).notNullable();
    table
      .string('effect', 100)
      .notNullable()
      .comment('commit:<sha> or deployment:<id>');
    table.primary(['operation_id', 'effect']);
    table.index(['effect'], 'operation_effects_effect_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('operation_effects');
};
