import { describeOrigin } from './describeOrigin';

const COMMIT = '9a8b7c6d5e4f30211203f4e5d6c7b8a990817263';

describe('describeOrigin', () => {
  it('prefers what is inside the image to what is written around it', () => {
    expect(
      describeOrigin(
        [
          {
            place: 'image label',
            labels: {
              'org.opencontainers.image.revision': COMMIT.toUpperCase(),
            },
          },
          {
            place: 'manifest annotation',
            labels: { 'org.opencontainers.image.revision': 'f'.repeat(40) },
          },
        ],
        undefined,
      ),
    ).toEqual({
      sourceRevision: COMMIT,
      sourceEvidence: 'image label org.opencontainers.image.revision',
    });
  });

  it.each(['main', 'v1.2.3', '9a8b7c6', '', 'g'.repeat(40)])(
    'does not take %p for a commit',
    text => {
      expect(
        describeOrigin(
          [
            {
              place: 'image label',
              labels: { 'org.opencontainers.image.revision': text },
            },
          ],
          undefined,
        ),
      ).toEqual({});
    },
  );

  it.each(['1970-01-01T00:00:00Z', '1980-01-01T00:00:01Z', 'soon', '', null])(
    'does not take %p for a date',
    created => {
      expect(describeOrigin([], created)).toEqual({});
    },
  );
});
