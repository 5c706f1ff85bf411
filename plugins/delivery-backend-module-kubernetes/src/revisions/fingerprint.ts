import { createHash } from 'node:crypto';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const HASH_LABELS = [
  'pod-template-hash',
  'rollouts-pod-template-hash',
  'controller-revision-hash',
];

/**
 * A short text that is the same for two pod templates unless one deploys something that the other does not: the
 * annotation that a restart writes, and the labels that controllers add, are left out.
 */
export function fingerprint(template: unknown): string {
  return createHash('sha256')
    .update(canonical(withoutRestart(template)))
    .digest('base64')
    .slice(0, 16);
}

/** When a pod template was asked to be restarted. */
export function restartedAt(template: unknown): string | undefined {
  const annotations = at(at(template, 'metadata'), 'annotations');
  const value = at(annotations, RESTARTED_AT);
  return typeof value === 'string' ? value : undefined;
}

function withoutRestart(template: unknown): unknown {
  const metadata = at(template, 'metadata');
  if (!isObject(template) || !isObject(metadata)) {
    return template;
  }
  return {
    ...template,
    metadata: {
      ...metadata,
      annotations: without(metadata.annotations, [RESTARTED_AT]),
      labels: without(metadata.labels, HASH_LABELS),
    },
  };
}

function without(value: unknown, names: readonly string[]): unknown {
  if (!isObject(value)) {
    return undefined;
  }
  const rest = Object.entries(value).filter(([name]) => !names.includes(name));
  return rest.length ? Object.fromEntries(rest) : undefined;
}

/** JSON with its keys in order, as servers do not promise one. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(
          Object.entries(inner).sort(([one], [other]) =>
            one < other ? -1 : 1,
          ),
        )
      : inner,
  );
}

function at(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
