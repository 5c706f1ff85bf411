/** A moment in milliseconds as text. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** An http(s) URL, or nothing. */
export function webUrl(text: string | null | undefined): string | undefined {
  return text && /^https?:\/\//.test(text) && URL.canParse(text)
    ? text
    : undefined;
}
