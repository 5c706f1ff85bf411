// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('pages', table => {
    table.comment('What the page of each entity needs, ready to be served');
    table.string('entity_ref', 255).primary().notNullable();
    table.string('etag', 32).notNullable().comment('Hash of body');
    table.text('sources').notNullable().comment('JSON; whose freshness counts');
    table
      .text('wanted')
      .notNullable()
      .comment('JSON; commits that run somewhere and must be known');
    table.text('body').notNullable().comment('EntityDelivery as JSON');
  });

  await knex.schema.createTable('dirty_pages', table => {
    table.comment('Pages that must be built again');
    table.string('entity_ref', 255).primary().notNullable();
    table
      .integer('marks')
      .notNullable()
      .comment('How often it was marked, so that none is lost while building');
  });

  await knex.schema.createTable('fleet_rows', table => {
    table.comment('One service of the fleet page');
    table.string('entity_ref', 255).primary().notNullable();
    table.string('title', 255).notNullable();
    table.string('search', 600).notNullable().comment('Lower case');
    table.string('owner', 255).nullable();
    table.string('system', 255).nullable();
    table.text('last_run').nullable().comment('JSON');
    table
      .text('sources')
      .notNullable()
      .comment('|source|source|, of all its environments');
    table.integer('degraded').notNullable();
    table.integer('drifted').notNullable();
    table.integer('progressing').notNullable();
    table.integer('behind').notNullable();
    table.integer('unknown').notNullable();
    table.integer('failing').notNullable();
    table.integer('worst').notNullable().comment('Rank of its worst state');
    table.string('changed_at', 24).notNullable();
    table.index(['search', 'entity_ref'], 'fleet_rows_search_idx');
    table.index(['worst', 'entity_ref'], 'fleet_rows_worst_idx');
    table.index(['changed_at', 'entity_ref'], 'fleet_rows_changed_idx');
  });

  await knex.schema.createTable('fleet_cells', table => {
    table.comment('One service in one environment; flags are 0 or 1');
    table.string('entity_ref', 255).notNullable();
    table.string('environment', 64).notNullable();
    table.integer('position').notNullable();
    table.text('data').notNullable().comment('FleetCell as JSON');
    table.text('sources').notNullable().comment('|source|source|');
    table.integer('degraded').notNullable();
    table.integer('drifted').notNullable();
    table.integer('progressing').notNullable();
    table.integer('behind').notNullable();
    table.integer('unknown').notNullable();
    table.primary(['entity_ref', 'environment']);
    table.index(['environment'], 'fleet_cells_environment_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of ['fleet_cells', 'fleet_rows', 'dirty_pages', 'pages']) {
    await knex.schema.dropTable(name);
  }
};
