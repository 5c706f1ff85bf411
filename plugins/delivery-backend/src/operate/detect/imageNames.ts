import { parseImageReference } from '@throughline/plugin-delivery-common';

/** The image that a name means, without tag and digest; undefined where it is none. */
export function imageNamed(name: string | undefined): string | undefined {
  return name === undefined ? undefined : parseImageReference(name)?.repository;
}

/** Whether a text names an image whole, with a registry or a folder: a bare word could be anything. */
export function referenceIn(value: string) {
  return value.includes('/') ? parseImageReference(value) : undefined;
}
