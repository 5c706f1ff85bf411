/** A time as the contract has it; undefined where the text is none, or Go's time of nothing. */
export function isoTime(text: string | undefined): string | undefined {
  if (!text) {
    return undefined;
  }
  const time = new Date(text);
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() < 1970
    ? undefined
    : time.toISOString();
}
