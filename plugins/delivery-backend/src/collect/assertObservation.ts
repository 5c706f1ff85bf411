import {
  ITEM_KINDS,
  type ItemKind,
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

const MAX_SCOPE_LENGTH = 500;

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
    String(observation.scope ?? '').length > MAX_SCOPE_LENGTH ||
    (hasItems &&
      !(
        Array.isArray(observation.items) &&
        observation.items.every(item => item && typeof item === 'object')
      )) ||
    (observation.type === 'malformed' && !isMalformed(observation.item))
  ) {
    throw new SourceFailure(
      'internal',
      'The provider yielded something that is no observation',
    );
  }
}

function isMalformed(item: unknown): boolean {
  const { kind, key, description } = (item ?? {}) as Record<string, unknown>;
  return (
    ITEM_KINDS.includes(kind as ItemKind) &&
    (key === undefined || isText(key)) &&
    typeof description === 'string'
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && !/\0|\p{Surrogate}/u.test(value);
}
