import { describeFuzz } from '@throughline/plugin-delivery-node/testing';
import { wellApplication } from './__testUtils__/applications';
import { recordedSamples } from './__testUtils__/recordedSamples';
import { mapDeployments, mapTarget } from './mapping';
import { readApplication } from './observe/readApplication';

const URL = 'https://argocd.example.test';
const list = (value: unknown): any[] => (Array.isArray(value) ? value : []);

function read(payload: unknown) {
  const { application } = readApplication(payload);
  return application
    ? [mapTarget(application, URL), ...mapDeployments(application, URL)]
    : [];
}

const well = wellApplication('checkout');
const { history, operationState } = well.status;

describeFuzz('Argo CD', [
  {
    name: 'an application',
    payloads: [
      well,
      {
        ...well,
        status: {
          ...well.status,
          sync: { status: 'OutOfSync', revision: 'b'.repeat(40) },
          health: { status: 'Degraded', message: 'it crashes' },
          conditions: [{ type: 'ComparisonError', message: 'no live state' }],
          operationState: { ...operationState, phase: 'Failed' },
        },
      },
      {
        ...well,
        operation: { sync: {} },
        spec: {
          ...well.spec,
          source: undefined,
          sources: [well.spec.source, { repoURL: 'oci://a.test', chart: 'x' }],
        },
        status: {
          ...well.status,
          sync: { status: 'Synced', revisions: ['a'.repeat(40), '1.2.3'] },
          history: [{ ...history[0], sources: [well.spec.source] }],
        },
      },
      ...(recordedSamples()?.values() ?? []),
    ],
    words: [
      ...['Synced', 'OutOfSync', 'Unknown', 'Healthy', 'Degraded', 'Missing'],
      ...['Succeeded', 'Failed', 'Error', 'Running', 'ComparisonError'],
    ],
    read,
    says({ of, item }, { metadata, status }) {
      const types = list(status.conditions).map(one => one?.type);
      switch (of) {
        case 'health':
          return (
            status.health.status === 'Healthy' && !metadata.deletionTimestamp
          );
        case 'sync':
          return (
            status.sync.status === 'Synced' &&
            !types.includes('ComparisonError') &&
            !types.includes('InvalidSpecError')
          );
        case 'operation':
          return status.operationState.phase === 'Succeeded';
        default:
          // The history holds what succeeded, and nothing else.
          return (
            (item.kind === 'deployment' &&
              list(status.history).some(
                ({ deployStartedAt, deployedAt }) =>
                  isAt(deployStartedAt, item.startedAt) ||
                  isAt(deployedAt, item.finishedAt),
              )) ||
            status.operationState.phase === 'Succeeded'
          );
      }
    },
  },
]);

function isAt(text: unknown, time: string | undefined): boolean {
  return Date.parse(String(text)) === Date.parse(String(time));
}
