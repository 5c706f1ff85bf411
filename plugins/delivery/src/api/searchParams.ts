/** What a question may be narrowed by; what may occur several times is an array. */
export type SearchValue = string | number | readonly string[] | undefined;

/** A question as the backend reads it: what may occur several times is repeated, what is empty is left out. */
export function searchParams(query: {
  [name: string]: SearchValue;
}): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value];
    values
      .filter(each => each !== undefined && each !== '')
      .forEach(each => params.append(name, String(each)));
  }
  return params;
}
