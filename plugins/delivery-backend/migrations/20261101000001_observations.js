// @ts-check

/**
 * What all tables of observed items have. `id` is made of the source, the kind and the key; `hash` is that of the
 * item's canonical JSON, so that an unchanged item can be told without reading `data`.
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

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('targets', table => {
    table.comment('Deployment targets, as their sources tell them');
    observed(table, 'targets');
  });

  await knex.schema.createTable('deployments', table => {
    table.comment('Records of deployments; immutable once ended');
    observed(table, 'deployments');
    table.string('target_id', 32).notNullable().comment('Id of the target');
    table
      .string('started_at', 24)
      .notNullable()
      .comment('ISO 8601 in UTC to the millisecond; empty where unknown');
    table
      .integer('sequence')
      .notNullable()
      .comment('The running number upstream; -1 where it has none');
    table.integer('ended').notNullable().comment('1 once it is immutable');
    table.index(
      ['target_id', 'started_at', 'sequence', 'id'],
      'deployments_target_idx',
    );
    table.index(['started_at'], 'deployments_started_idx');
  });

  await knex.schema.createTable('runs', table => {
    table.comment('Pipeline runs');
    observed(table, 'runs');
    table.string('repository', 300).notNullable();
    table.string('sha', 64).nullable();
    table
      .string('created_at', 24)
      .notNullable()
      .comment('ISO 8601 in UTC to the millisecond');
    table.index(['repository', 'created_at', 'id'], 'runs_repository_idx');
    table.index(['sha'], 'runs_sha_idx');
    table.index(['created_at'], 'runs_created_idx');
  });

  await knex.schema.createTable('commits', table => {
    table.comment('Commits of source and configuration repositories');
    observed(table, 'commits');
    table.string('repository', 300).notNullable();
    table.string('sha', 64).notNullable();
    table
      .string('committed_at', 24)
      .notNullable()
      .comment('ISO 8601 in UTC to the millisecond');
    table.index(['repository', 'committed_at', 'id'], 'commits_repository_idx');
    table.index(['repository', 'sha'], 'commits_sha_idx');
    table.index(['committed_at'], 'commits_committed_idx');
  });

  await knex.schema.createTable('commit_paths', table => {
    table.comment('Which paths of interest a commit touches');
    table.string('commit_id', 32).notNullable();
    table.string('path', 500).notNullable();
    table.string('repository', 300).notNullable();
    table.string('committed_at', 24).notNullable();
    table.primary(['commit_id', 'path']);
    table.index(
      ['repository', 'path', 'committed_at', 'commit_id'],
      'commit_paths_path_idx',
    );
  });

  await knex.schema.createTable('pull_requests', table => {
    table.comment('Pull and merge requests');
    observed(table, 'pull_requests');
    table.string('repository', 300).notNullable();
    table.integer('number').notNullable();
    table.string('state', 16).notNullable();
    table.string('updated_at', 24).notNullable();
    table.index(['repository', 'number'], 'pull_requests_number_idx');
    table.index(
      ['repository', 'state', 'updated_at'],
      'pull_requests_state_idx',
    );
  });

  await knex.schema.createTable('branches', table => {
    table.comment('Branches and where they point');
    observed(table, 'branches');
    table.string('repository', 300).notNullable();
    table.index(['repository'], 'branches_repository_idx');
  });

  await knex.schema.createTable('artifacts', table => {
    table.comment('Images and other things that were built, by digest');
    observed(table, 'artifacts');
    table.string('repository', 300).notNullable();
    table.string('source_revision', 64).nullable();
    table
      .string('created_at', 24)
      .notNullable()
      .comment('ISO 8601 in UTC to the millisecond; empty where unknown');
    table.index(['repository', 'created_at', 'id'], 'artifacts_repository_idx');
    table.index(['source_revision'], 'artifacts_revision_idx');
  });

  await knex.schema.createTable('artifact_references', table => {
    table.comment('Tags, digest and digests of the children of an artifact');
    table.string('artifact_id', 32).notNullable();
    table.string('repository', 300).notNullable();
    table.string('reference', 200).notNullable();
    table.primary(['artifact_id', 'reference']);
    table.index(
      ['repository', 'reference'],
      'artifact_references_reference_idx',
    );
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of [
    'artifact_references',
    'artifacts',
    'branches',
    'pull_requests',
    'commit_paths',
    'commits',
    'runs',
    'deployments',
    'targets',
  ]) {
    await knex.schema.dropTable(name);
  }
};
