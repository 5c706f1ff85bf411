import { createHash } from 'node:crypto';
import { UnreadableArtifact } from './UnreadableArtifact';

/**
 * The JSON of a content. A digest is a promise about it; what breaks it is not the artifact, whatever it says of itself.
 *
 * @throws UnreadableArtifact
 */
export function verified(body: string, digest: string): unknown {
  const [algorithm, expected] = digest.split(':');
  if (algorithm === 'sha256' || algorithm === 'sha512') {
    const actual = createHash(algorithm).update(body, 'utf8').digest('hex');
    if (actual !== expected) {
      throw new UnreadableArtifact('its content does not match its digest');
    }
  }
  try {
    return JSON.parse(body);
  } catch {
    throw new UnreadableArtifact('its content is not JSON');
  }
}
