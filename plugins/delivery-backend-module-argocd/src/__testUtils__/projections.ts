type Json = Record<string, any>;

/** The fields that a list can be asked for; all others are silently absent. */
const LISTABLE = [
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
  'metadata.labels',
  'metadata.creationTimestamp',
  'metadata.deletionTimestamp',
  'spec',
  'spec.destination',
  'spec.project',
  'spec.source',
  'spec.sources',
  'spec.sourceHydrator',
  'spec.syncPolicy',
  'status.sourceHydrator',
  'status.sync.status',
  'status.sync.revision',
  'status.health',
  'status.summary',
  'status.operationState.startedAt',
  'status.operationState.finishedAt',
  'status.operationState.phase',
  'status.resources',
  'operation.sync',
];

export function projectForList(app: Json, fields: string | null): Json {
  const wanted = (fields ?? '').split(',').filter(Boolean);
  if (wanted.length === 0) {
    return app;
  }
  return pick(
    app,
    LISTABLE.filter(field => wanted.includes(`items.${field}`)),
  );
}

export function projectForStream(line: Json, fields: string[]): Json {
  const wanted = fields.filter(Boolean);
  return wanted.length === 0 ? line : pick(line, wanted);
}

function pick(from: Json, fields: string[]): Json {
  const picked: Json = {};
  for (const field of fields) {
    const path = field.split('.');
    const value = path.reduce<any>((at, part) => at?.[part], from);
    if (value !== undefined && value !== null) {
      let at = picked;
      for (const part of path.slice(0, -1)) {
        at[part] ??= {};
        at = at[part];
      }
      at[path[path.length - 1]] = value;
    }
  }
  return picked;
}
