const PREFIX = 'backstage.io/';
const NAMES = [
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/part-of',
  'app',
];
const MAX_LABELS = 16;

/** The labels that link a run to an entity, in the order of their names. */
export function linkingLabels(
  labels: Record<string, string> | null | undefined,
): Record<string, string> | undefined {
  const kept = Object.entries(labels ?? {})
    .filter(([name]) => name.startsWith(PREFIX) || NAMES.includes(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, MAX_LABELS);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
