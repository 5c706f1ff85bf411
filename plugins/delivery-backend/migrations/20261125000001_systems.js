// @ts-check

/**
 * A run is found by whatever names it: its repository, the pipelines that it is of, a label. A few words for each run
 * are in a table of their own, so that one index answers for all of them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('run_subjects', table => {
    table.comment('What a run can be found by');
    table.string('run_id', 32).notNullable();
    table
      .string('subject', 500)
      .notNullable()
      .comment('Repository, pipeline or label; see runSubjects');
    table
      .string('created_at', 24)
      .notNullable()
      .comment('ISO 8601 in UTC to the millisecond');
    table.primary(['run_id', 'subject']);
    table.index(
      ['subject', 'created_at', 'run_id'],
      'run_subjects_subject_idx',
    );
  });
  await knex.schema.alterTable('runs', table => {
    table
      .string('subject', 500)
      .notNullable()
      .defaultTo('')
      .comment('The first of its subjects; retention goes by it');
  });
  await knex('runs').update({
    subject: knex.raw("'repository ' || ??", ['repository']),
  });
  await knex.raw(
    `insert into run_subjects (run_id, subject, created_at)
     select id, subject, created_at from runs`,
  );
  await knex.schema.alterTable('runs', table => {
    table.dropIndex(['repository', 'created_at', 'id'], 'runs_repository_idx');
  });
  await knex.schema.alterTable('runs', table => {
    table.dropColumn('repository');
    table.index(['subject', 'created_at', 'id'], 'runs_subject_idx');
  });

  await knex.schema.createTable('releases', table => {
    table.comment('Releases of repositories');
    observed(table, 'releases');
    table.string('repository', 300).notNullable();
    table
      .string('published_at', 24)
      .notNullable()
      .comment('ISO 8601 in UTC to the millisecond');
    table.index(
      ['repository', 'published_at', 'id'],
      'releases_repository_idx',
    );
  });

  await knex.schema.createTable('vitals', table => {
    table.comment('How services fare, as monitoring systems tell');
    observed(table, 'vitals');
    table
      .string('service', 300)
      .notNullable()
      .comment('What the monitoring calls the service');
    table.index(['service'], 'vitals_service_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('vitals');
  await knex.schema.dropTable('releases');
  await knex.schema.alterTable('runs', table => {
    table.dropIndex(['subject', 'created_at', 'id'], 'runs_subject_idx');
    table.string('repository', 300).notNullable().defaultTo('');
  });
  // Runs of no repository had no place before.
  await knex('runs').whereNot('subject', 'like', 'repository %').delete();
  await knex('runs').update({
    repository: knex.raw('substr(??, 12)', ['subject']),
  });
  await knex.schema.alterTable('runs', table => {
    table.dropColumn('subject');
  });
  await knex.schema.alterTable('runs', table => {
    table.index(['repository', 'created_at', 'id'], 'runs_repository_idx');
  });
  await knex.schema.dropTable('run_subjects');
};

/**
 * What all tables of observed items have, as in the first migration.
 *
 * @param {import('knex').Knex.CreateTableBuilder} table
 * @param {string} name
 */
function observed(table, name) {
  table
    .string('id', 32)
    .primary()
    .notNullable()
    .comment('Hash of source, kind and key');
  table.string('source_id', 100).notNullable().comment('Who reported it');
  table.text('key').notNullable().comment('Its key within the source');
  table
    .string('scope', 500)
    .notNullable()
    .comment('The listing that it belongs to');
  table.string('hash', 32).notNullable().comment('Hash of data');
  table.text('data').notNullable().comment('The item as canonical JSON');
  table.index(['source_id', 'scope'], `${name}_source_scope_idx`);
}
