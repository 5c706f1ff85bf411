// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('entities', table => {
    table.comment('What the linking keeps of catalog entities');
    table.string('ref', 255).primary().notNullable();
    table.string('etag', 100).notNullable().comment("The catalog's");
    table.text('data').notNullable().comment('EntityFacts as JSON');
  });

  await knex.schema.createTable('placements', table => {
    table.comment('What the rules of linking say about each target');
    table.string('target_id', 32).primary().notNullable();
    table
      .string('hash', 32)
      .notNullable()
      .comment('Of the placement, to tell whether it changed');
    table
      .string('reason', 32)
      .nullable()
      .comment('Why the sources page lists it; null where it need not');
    table
      .text('data')
      .notNullable()
      .comment('JSON; empty where reason is null');
    table.index(['reason', 'target_id'], 'placements_reason_idx');
  });

  await knex.schema.createTable('links', table => {
    table.comment('Which target belongs to which entity, and by which rule');
    table.string('entity_ref', 255).notNullable();
    table.string('target_id', 32).notNullable();
    table.string('trust', 16).notNullable();
    table.text('data').notNullable().comment('TargetLink as JSON');
    table.primary(['entity_ref', 'target_id']);
    table.index(['target_id'], 'links_target_idx');
  });

  await knex.schema.createTable('link_hints', table => {
    table.comment('Entities whose page was asked for with a newer version');
    table.string('entity_ref', 255).primary().notNullable();
  });

  await knex.schema.createTable('delivery_settings', table => {
    table.comment('What all replicas must agree on');
    table.string('key', 64).primary().notNullable();
    table.text('value').notNullable();
  });

  await knex.schema.createTable('webhook_deliveries', table => {
    table.comment('Webhooks that came already, to take each once');
    table.string('id', 64).primary().notNullable();
    table.bigInteger('received_at').notNullable();
    table.index(['received_at'], 'webhook_deliveries_received_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of [
    'webhook_deliveries',
    'delivery_settings',
    'link_hints',
    'links',
    'placements',
    'entities',
  ]) {
    await knex.schema.dropTable(name);
  }
};
