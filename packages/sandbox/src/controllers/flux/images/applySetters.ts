import type { ImageRef } from './ImageRef';

/** A value with the marker that gives it to a policy: whole, or only its tag or name. */
const SETTER =
  /^([^#\n]*?:[ ]+)(\S+)([ ]+# \{"\$imagepolicy": "([\w.-]+:[\w.-]+?)(?::(tag|name))?"\})[ ]*$/gm;

/**
 * Writes what policies chose to the lines that are marked with them; all other lines stay as they are.
 *
 * @param chosen - what the policy `namespace:name` has chosen; undefined leaves its lines alone
 */
export function applySetters(
  text: string,
  chosen: (policy: string) => ImageRef | undefined,
): string {
  return text.replace(
    SETTER,
    (line: string, key: string, _value, marker: string, policy, part) => {
      const ref = chosen(policy);
      return ref ? `${key}${valueOf(ref, part)}${marker}` : line;
    },
  );
}

function valueOf(ref: ImageRef, part: 'tag' | 'name' | undefined): string {
  return part ? ref[part] : `${ref.name}:${ref.tag}`;
}
