/** Joins those class names that apply. */
export function cx(
  ...names: (string | false | undefined)[]
): string | undefined {
  return names.filter(Boolean).join(' ') || undefined;
}
