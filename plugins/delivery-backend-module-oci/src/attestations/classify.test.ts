import fc from 'fast-check';
import { classify } from './classify';

const IN_TOTO = 'application/vnd.in-toto+json';
const DSSE = 'application/vnd.dsse.envelope.v1+json';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

describe('classify', () => {
  it.each<
    [string, string | undefined, Record<string, string> | undefined, string]
  >([
    [
      'cosign',
      'application/vnd.dev.cosign.artifact.sig.v1+json',
      undefined,
      'signature',
    ],
    [
      'cosign, layer',
      'application/vnd.dev.cosign.simplesigning.v1+json',
      undefined,
      'signature',
    ],
    [
      'notation',
      'application/vnd.cncf.notary.signature',
      undefined,
      'signature',
    ],
    [
      'sigstore bundle',
      BUNDLE,
      { 'dev.sigstore.bundle.content': 'message-signature' },
      'signature',
    ],
    [
      'sigstore bundle, cosign 3',
      BUNDLE,
      {
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType':
          'https://sigstore.dev/cosign/sign/v1',
      },
      'signature',
    ],
    [
      'sigstore bundle, provenance',
      BUNDLE,
      { 'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1' },
      'provenance',
    ],
    ['SPDX', 'application/spdx+json', undefined, 'sbom'],
    ['SPDX, text', 'text/spdx', undefined, 'sbom'],
    ['CycloneDX', 'application/vnd.cyclonedx+json', undefined, 'sbom'],
    ['CycloneDX, XML', 'application/vnd.cyclonedx+xml', undefined, 'sbom'],
    ['syft', 'application/vnd.syft+json', undefined, 'sbom'],
    ['Harbor', 'application/vnd.goharbor.harbor.sbom.v1', undefined, 'sbom'],
    [
      'BuildKit, SBOM',
      IN_TOTO,
      { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' },
      'sbom',
    ],
    [
      'SPDX with version',
      IN_TOTO,
      { 'in-toto.io/predicate-type': 'https://spdx.dev/Document/v2.3' },
      'sbom',
    ],
    [
      'BuildKit, provenance',
      IN_TOTO,
      { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' },
      'provenance',
    ],
    [
      'cosign attest',
      DSSE,
      { predicateType: 'https://cyclonedx.org/bom' },
      'sbom',
    ],
    [
      'a scan',
      DSSE,
      { predicateType: 'https://cosign.sigstore.dev/attestation/vuln/v1' },
      'other',
    ],
    [
      'a look-alike',
      DSSE,
      { predicateType: 'https://slsa.dev/provenance-not' },
      'other',
    ],
    ['an envelope', DSSE, undefined, 'untold'],
    ['a bundle', BUNDLE, {}, 'untold'],
    ['in-toto', IN_TOTO, undefined, 'untold'],
    ['nothing', undefined, undefined, 'untold'],
    ['anything else', 'application/vnd.example+json', undefined, 'other'],
  ])('%s', (_, type, annotations, expected) => {
    expect(classify(type, annotations)).toBe(expected);
  });

  it('takes nothing that it does not know for one of them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (type, predicate) => {
        expect(['other', 'untold']).toContain(
          classify(type, { predicateType: predicate }),
        );
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 2_000) },
    );
  });
});
