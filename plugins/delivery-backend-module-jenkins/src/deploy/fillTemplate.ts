const PLACE = /\{([^{}]*)\}/g;

/** The names that a template asks for. */
export function placesOf(template: string): string[] {
  return [...template.matchAll(PLACE)].map(([, name]) => name);
}

/**
 * Fills `{NAME}` with the parameter of that name.
 *
 * @returns undefined where one of them is not given or empty: what is half known is not told
 */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string>>,
): string | undefined {
  let lacking = false;
  const text = template.replace(PLACE, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name].trim() : '';
    lacking ||= value === '';
    return value;
  });
  return lacking || text.trim() === '' ? undefined : text.trim();
}
