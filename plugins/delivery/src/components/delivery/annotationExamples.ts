import { DELIVERY_ANNOTATIONS } from '@throughline/plugin-delivery-common';

/** An annotation that ties an entity to something, ready to be copied. */
export interface AnnotationExample {
  what:
    | 'exampleRepository'
    | 'exampleApplication'
    | 'exampleWorkload'
    | 'exampleImages';
  yaml: string;
}

/** Examples for an entity of this name. */
export function annotationExamples(name: string): AnnotationExample[] {
  const annotation = (key: string, value: string) =>
    `metadata:\n  annotations:\n    ${key}: ${value}`;
  return [
    {
      what: 'exampleRepository',
      yaml: annotation(
        DELIVERY_ANNOTATIONS.githubProjectSlug,
        `my-org/${name}`,
      ),
    },
    {
      what: 'exampleApplication',
      yaml: annotation(DELIVERY_ANNOTATIONS.argocdAppName, `${name}-prod`),
    },
    {
      what: 'exampleWorkload',
      yaml: annotation(DELIVERY_ANNOTATIONS.kubernetesId, name),
    },
    {
      what: 'exampleImages',
      yaml: annotation(DELIVERY_ANNOTATIONS.images, `ghcr.io/my-org/${name}`),
    },
  ];
}
