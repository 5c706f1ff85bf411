const MASK = '••••••';
const CHANGED = '•••••• (differs)';

type Json = Record<string, unknown>;

/**
 * Makes two states of an object fit to be shown side by side: values of a Secret are masked, with a word where they
 * differ, and what clients note about themselves is left out. Argo CD masks Secrets by itself; this does not rely
 * on it.
 */
export function maskPair(
  desired: Json | undefined,
  live: Json | undefined,
): [Json | undefined, Json | undefined] {
  const pair: [Json | undefined, Json | undefined] = [
    withoutNotes(desired),
    withoutNotes(live),
  ];
  if (!pair.some(isSecret)) {
    return pair;
  }
  return [maskOne(pair[0], pair[1]), maskOne(pair[1], pair[0])];
}

function isSecret(object: Json | undefined): boolean {
  return object?.kind === 'Secret';
}

function maskOne(object: Json | undefined, other: Json | undefined) {
  if (!object) {
    return undefined;
  }
  const masked: Json = { ...object };
  for (const field of ['data', 'stringData']) {
    if (field in object) {
      masked[field] = maskValues(object[field], other?.[field]);
    }
  }
  return masked;
}

function maskValues(values: unknown, others: unknown): unknown {
  if (typeof values !== 'object' || values === null) {
    return MASK;
  }
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const other =
        typeof others === 'object' &&
        others !== null &&
        Object.hasOwn(others, key)
          ? (others as Json)[key]
          : value;
      return [key, other === value ? MASK : CHANGED];
    }),
  );
}

function withoutNotes(object: Json | undefined): Json | undefined {
  const metadata = object?.metadata;
  if (!object || typeof metadata !== 'object' || metadata === null) {
    return object;
  }
  const { managedFields: _, annotations, ...kept } = metadata as Json;
  const notes =
    typeof annotations === 'object' && annotations !== null
      ? Object.entries(annotations).filter(
          // It repeats the whole object, a Secret's values included.
          ([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration',
        )
      : [];
  return {
    ...object,
    metadata: {
      ...kept,
      ...(notes.length > 0 ? { annotations: Object.fromEntries(notes) } : {}),
    },
  };
}
