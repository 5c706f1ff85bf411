// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('soaks', table => {
    table.comment(
      'Since when a version has been healthy without a break, as far as it was observed',
    );
    table.string('entity_ref', 400).notNullable();
    table.string('environment', 100).notNullable();
    table.string('version', 300).notNullable().comment('Its label');
    table.string('since', 24).notNullable().comment('ISO 8601 in UTC');
    table.primary(['entity_ref', 'environment']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('soaks');
};
