// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('hints', table => {
    table.comment(
      'Hints that reached a replica which does not collect the source; one per subject',
    );
    table.string('source_id', 100).notNullable();
    table.string('subject', 500).notNullable();
    table.bigInteger('recorded_at').notNullable();
    table.primary(['source_id', 'subject']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('hints');
};
