import type { Told } from '@throughline/plugin-delivery-common';

/** A part that is known. */
export function told<T>(value: T): Told<T> {
  return { known: true, value };
}

/** A part that is not known, and why. */
export function untold(reason: string): Told<never> {
  return { known: false, reason };
}
