import type { z } from 'zod';
import { isManaged, linkingLabels } from './labels';
import { controllerOf, type Metadata, type templateSchema } from './schemas';
import type { TemplateContainer, WorkloadFacts } from './WorkloadFacts';

/** What a projection is told besides the object. */
export interface ProjectOptions {
  /** Further labels to keep. */
  labels: readonly string[];
}

/** What the facts of all kinds have in common. */
export function baseFacts(
  group: string,
  kind: string,
  metadata: Metadata,
  template: z.infer<typeof templateSchema> | undefined,
  options: ProjectOptions,
): Omit<WorkloadFacts, 'health'> {
  const owner = controllerOf(metadata);
  return {
    group,
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    labels: linkingLabels(metadata.labels, options.labels),
    ...(template && { containers: containersOf(template) }),
    ...(owner && { generatedBy: { resource: owner.kind, name: owner.name } }),
    managed: isManaged(metadata),
  };
}

function containersOf(
  template: z.infer<typeof templateSchema>,
): TemplateContainer[] {
  return template.spec.containers.map(({ name, image }) => ({
    name,
    ...(image && { image }),
  }));
}
