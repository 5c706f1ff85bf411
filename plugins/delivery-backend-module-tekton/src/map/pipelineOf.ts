import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { Metadata } from '../objects/schemas';

/** Kubernetes allows no longer one. */
const MAX_NAME = 253;

/**
 * What people call the pipeline of a run. A run that brings its own definition is labelled with its own name, which
 * is another one each time; then the name that its names are made from counts.
 *
 * @param label - the label that Tekton puts on it
 * @param reference - the name that the run refers to
 */
export function pipelineOf(
  { name, generateName, labels }: Metadata,
  label: string,
  reference: string | null | undefined,
): string {
  const labelled = labels?.[label];
  const names = [
    labels?.['pipelinesascode.tekton.dev/original-prname'],
    reference,
    labelled === name ? undefined : labelled,
    generateName?.replace(/-+$/, ''),
    name,
  ];
  return (
    names.map(each => cleanMessage(each ?? '', MAX_NAME)).find(Boolean) ??
    'unnamed'
  );
}
