import fc from 'fast-check';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import { NotFound } from '../registry/NotFound';
import { classify, KINDS } from './classify';
import { describeAttestations } from './describeAttestations';
import { findAttestations, type AttestationCalls } from './findAttestations';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000);
const DIGEST = `sha256:${'a'.repeat(64)}`;
const BASE = DIGEST.replace(':', '-');

const type = fc.option(
  fc.constantFrom(
    'application/vnd.dev.cosign.artifact.sig.v1+json',
    'application/spdx+json',
    'application/vnd.in-toto+json',
    'application/vnd.example.scan+json',
  ),
  { nil: undefined },
);
const referrer = fc.record({
  artifactType: type,
  annotations: fc.option(
    fc.dictionary(
      fc.constantFrom('in-toto.io/predicate-type', 'predicateType', 'other'),
      fc.constantFrom('https://slsa.dev/provenance/v1', 'x', ''),
    ),
    { nil: undefined },
  ),
});
const failure = fc.constantFrom(
  new SourceFailure('permission', 'it answered 403'),
  new SourceFailure('protocol', 'it answered with a page'),
  new SourceFailure('timeout', 'it did not answer'),
  new NotFound('it is gone', true),
);
const api = fc.oneof(
  fc.record({ referrers: fc.array(referrer), complete: fc.boolean() }),
  failure,
  fc.constant(new NotFound('404 page not found', false)),
);
const body = fc.oneof(
  fc.string(),
  fc.json(),
  fc.array(referrer).map(manifests =>
    JSON.stringify({
      manifests: manifests.map(one => ({ ...one, digest: DIGEST, size: 1 })),
    }),
  ),
);

describe('attestations', () => {
  it('are present only where something says so, and absent only where all could be looked at', async () => {
    await fc.assert(
      fc.asyncProperty(
        api,
        body,
        fc.subarray([`${BASE}.sig`, `${BASE}.att`, `${BASE}.sbom`, BASE, '1']),
        async (answer, text, tags) => {
          const client: AttestationCalls['client'] = {
            referrers: async () => {
              if (answer instanceof Error) {
                throw answer;
              }
              return answer;
            },
            manifest: async () => ({ body: text }),
          };
          const artifact = { path: 'a', digest: DIGEST, tags: new Set(tags) };
          const found = await findAttestations(artifact, {
            client,
            isUnsupported: () => false,
            markUnsupported: () => {},
          });
          const told = describeAttestations(found, undefined);
          const listed = answer instanceof Error ? [] : answer.referrers;
          const refused =
            answer instanceof SourceFailure ||
            (answer instanceof NotFound && answer.repositoryUnknown) ||
            (!(answer instanceof Error) && !answer.complete);
          for (const kind of KINDS) {
            const { state, reason } = told[kind];
            expect(reason).not.toBe('');
            const said =
              tags.length > 0 ||
              listed.some(
                one => classify(one.artifactType, one.annotations) === kind,
              );
            expect(state !== 'present' || said).toBe(true);
            expect(state !== 'absent' || !refused).toBe(true);
            expect(state !== 'present' || reason.includes('not verified')).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});
