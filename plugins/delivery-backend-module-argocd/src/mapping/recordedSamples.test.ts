import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import { STREAM_FIELDS } from '../api/projection';
import { applicationSchema } from '../api/schemas';
import { wellApplication } from '../__testUtils__/applications';
import { projectForStream } from '../__testUtils__/projections';
import { recordedSamples } from '../__testUtils__/recordedSamples';
import { mapDeployments, mapTarget } from './index';

const URL = 'https://argocd.example.test';
const recorded = recordedSamples();
const samples = [
  ['an application of our own', wellApplication('checkout')] as const,
  ...(recorded ?? []),
];

if (!recorded) {
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect
  it.skip('recorded samples (they are not beside the repository)', () => {});
}

const itemsOf = (value: unknown) => {
  const application = applicationSchema.parse(value);
  return [mapTarget(application, URL), ...mapDeployments(application, URL)];
};

describe.each(samples)('%s', (_, sample) => {
  it('is read', () => {
    for (const item of itemsOf(sample)) {
      expect(itemSchemas[item.kind].safeParse(item).error).toBeUndefined();
    }
  });

  it('loses nothing by the projection of the stream', () => {
    const { result } = projectForStream(
      { result: { type: 'ADDED', application: sample } },
      STREAM_FIELDS.split(','),
    );
    expect(itemsOf(result.application)).toEqual(itemsOf(sample));
  });
});

(recorded ? describe : describe.skip)('what the recorded samples say', () => {
  const targetOf = (file: string) =>
    mapTarget(applicationSchema.parse(recorded?.get(file)), URL);

  it('a new application is unknown, not green', () => {
    expect(targetOf('application-new-empty-status.json')).toMatchObject({
      sync: { status: 'unknown' },
      health: { status: 'unknown' },
    });
  });

  it('a failed comparison is unknown', () => {
    expect(
      targetOf('application-unknown-comparison-error.json').sync,
    ).toMatchObject({ status: 'unknown', raw: 'Unknown' });
  });

  it('a failed sync is a failed deployment beside the history', () => {
    const deployments = mapDeployments(
      applicationSchema.parse(
        recorded?.get('application-degraded-sync-failed.json'),
      ),
      URL,
    );
    expect(
      deployments.map(({ outcome, sequence }) => [outcome, sequence]),
    ).toEqual([
      ['succeeded', 7],
      ['failed', undefined],
    ]);
  });

  it('several sources keep their revisions apart', () => {
    expect(
      targetOf('application-multi-source-outofsync.json').desired.map(
        ({ revision }) => revision,
      ),
    ).toEqual(['1.4.2', 'a'.repeat(40), 'b'.repeat(40)]);
  });

  it('the ApplicationSet of a generated application is remembered', () => {
    expect(
      targetOf('application-plugin-source-with-history.yaml').generatedBy,
    ).toEqual({ resource: 'ApplicationSet', name: 'velero' });
  });
});
