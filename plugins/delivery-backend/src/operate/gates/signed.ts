import type { Gate } from './Gate';

const gate = 'signed';

/** Asks that a signature of the image is there. Whether it holds is for the cluster's admission to verify. */
export function signed(): Gate {
  return {
    kind: gate,
    judge({ version, attestations, stale }) {
      const signature = attestations?.signature;
      if (!version?.image?.digest) {
        return {
          gate,
          state: 'fail',
          reason: `the digest of ${
            version?.label ?? 'the version'
          } is not known, and a signature is of a digest`,
        };
      }
      if (stale || !signature || signature.state === 'unknown') {
        return {
          gate,
          state: 'wait',
          reason:
            stale ??
            `whether the image is signed is not known${
              signature ? `: ${signature.reason}` : ''
            }`,
        };
      }
      return {
        gate,
        state: signature.state === 'present' ? 'pass' : 'fail',
        reason:
          signature.state === 'present'
            ? `a signature is there: ${signature.reason}`
            : `the image is not signed: ${signature.reason}`,
      };
    },
  };
}
