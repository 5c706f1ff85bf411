// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('leases', table => {
    table.comment(
      'Which replica does what; times by the clock of the database',
    );
    table.string('name', 150).primary().notNullable();
    table
      .string('holder', 100)
      .nullable()
      .comment('The replica that holds it; null once released');
    table
      .bigInteger('fence')
      .notNullable()
      .comment(
        'Rises with each holder; what an earlier holder writes is refused',
      );
    table
      .bigInteger('expires_at')
      .notNullable()
      .comment('Milliseconds since 1970');
  });

  await knex.schema.createTable('sources', table => {
    table.comment('How each configured upstream fares; times in ms since 1970');
    table.string('id', 100).primary().notNullable();
    table.bigInteger('last_success_at').nullable();
    table.string('error_kind', 32).nullable();
    table.text('error_message').nullable();
    table.bigInteger('error_since').nullable();
    table
      .text('cursor')
      .nullable()
      .comment('Of the last checkpoint that was stored');
    table
      .text('budget')
      .nullable()
      .comment('JSON; the rate limit of the upstream');
    table.text('problems').notNullable().comment('JSON, by scope');
    table.text('malformed').notNullable().comment('JSON, by scope');
  });

  await knex.schema.createTable('source_counts', table => {
    table.comment('How many items of a kind a source has in the store');
    table.string('source_id', 100).notNullable();
    table.string('kind', 32).notNullable();
    table.bigInteger('count').notNullable();
    table.primary(['source_id', 'kind']);
  });

  await knex.schema.createTable('changes', table => {
    table.comment('What was written or removed and is still to be linked');
    table.bigIncrements('id');
    table.string('source_id', 100).notNullable();
    table.string('kind', 32).notNullable();
    table.text('key').notNullable();
    table.string('subject', 300).notNullable();
    table.bigInteger('recorded_at').notNullable();
    table.index(['recorded_at'], 'changes_recorded_idx');
  });

  await knex.schema.createTable('interests', table => {
    table.comment('What is worth observing; one row');
    table.integer('id').primary().notNullable();
    table.text('version').notNullable();
    table.text('data').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of [
    'interests',
    'changes',
    'source_counts',
    'sources',
    'leases',
  ]) {
    await knex.schema.dropTable(name);
  }
};
