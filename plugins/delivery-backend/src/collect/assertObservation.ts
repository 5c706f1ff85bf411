import {
  type Observation,
  SourceFailure,
} from '@throughline/plugin-delivery-node';

const TYPES: Record<Observation['type'], readonly string[]> = {
  listing: ['scope'],
  listed: ['scope'],
  observed: ['scope'],
  vanished: ['scope'],
  malformed: ['scope', 'reason'],
  problem: ['scope'],
  checkpoint: ['cursor'],
  alive: [],
  budget: [],
};

/** Refuses what no provider may yield: stored blindly, it would look like a fault of the database. */
export function assertObservation(
  value: unknown,
): asserts value is Observation {
  const observation = value as Record<string, unknown> | null | undefined;
  const texts = Object.entries(TYPES).find(
    ([type]) => type === observation?.type,
  )?.[1];
  const hasItems =
    observation?.type === 'observed' || observation?.type === 'vanished';
  if (
    !observation ||
    !texts ||
    texts.some(name => !isText(observation[name])) ||
    (hasItems &&
      !(
        Array.isArray(observation.items) &&
        observation.items.every(item => item && typeof item === 'object')
      )) ||
    (observation.type === 'malformed' &&
      (!observation.item || typeof observation.item !== 'object'))
  ) {
    throw new SourceFailure(
      'internal',
      'The provider yielded something that is no observation',
    );
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && !/\0|\p{Surrogate}/u.test(value);
}
