/**
 * What the list of applications is asked for. Its `fields` are a fixed set; whatever else is named is silently
 * absent, which is why a list serves to find what vanished or was missed, and nothing more.
 */
export const LIST_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.creationTimestamp',
  'metadata.deletionTimestamp',
  'spec.project',
  'status.sync.status',
  'status.health',
  'status.operationState.phase',
  'status.operationState.startedAt',
  'status.operationState.finishedAt',
]
  .map(field => `items.${field}`)
  .join(',');

/**
 * What the stream of applications is asked for: exactly what the mapping reads. The stream swallows an event whose
 * payload equals the one before it of the same *name*, so type and namespace must be in it: two applications of one
 * name in two namespaces, or a deletion after a change, would be taken for repetitions. Fields that tick without a
 * change, such as `reconciledAt` and `resourceVersion`, are left out, so that real repetitions are swallowed.
 */
export const STREAM_FIELDS = [
  'result.type',
  ...[
    'metadata.name',
    'metadata.namespace',
    'metadata.uid',
    'metadata.creationTimestamp',
    'metadata.deletionTimestamp',
    'metadata.labels',
    'metadata.ownerReferences',
    'spec.project',
    'spec.destination',
    'spec.source.repoURL',
    'spec.source.path',
    'spec.source.chart',
    'spec.source.helm.valueFiles',
    'spec.source.targetRevision',
    'spec.sources',
    'spec.sourceHydrator',
    'operation',
    'status.sync.status',
    'status.sync.revision',
    'status.sync.revisions',
    'status.health',
    'status.resources',
    'status.history',
    'status.conditions',
    'status.summary.images',
    'status.sourceHydrator',
    'status.operationState.phase',
    'status.operationState.message',
    'status.operationState.startedAt',
    'status.operationState.finishedAt',
    'status.operationState.operation.initiatedBy',
    'status.operationState.operation.sync.dryRun',
    'status.operationState.operation.sync.revision',
    'status.operationState.operation.sync.revisions',
    'status.operationState.operation.sync.resources',
    'status.operationState.syncResult.revision',
    'status.operationState.syncResult.revisions',
    'status.operationState.syncResult.source',
    'status.operationState.syncResult.sources',
  ].map(field => `result.application.${field}`),
].join(',');
