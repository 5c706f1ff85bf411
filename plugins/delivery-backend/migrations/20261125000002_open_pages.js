// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('open_pages', table => {
    table.comment('Pages that were asked for lately, on whatever replica');
    table.string('entity_ref', 255).primary().notNullable();
    table
      .bigInteger('seen_at')
      .notNullable()
      .comment('Milliseconds since 1970; up to a minute too early');
    table.index(['seen_at'], 'open_pages_seen_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('open_pages');
};
