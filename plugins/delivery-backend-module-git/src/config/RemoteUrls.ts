/**
 * Knows under which URL Git reaches a repository. What the catalog says is only a name here: its segments are encoded,
 * and one that would lead elsewhere has no URL.
 */
export class RemoteUrls {
  constructor(
    private readonly options: {
      host: string;
      /** With `{path}` where the repository's path stands. */
      template: string;
      /** URLs that are given one by one, by identity. */
      given: ReadonlyMap<string, string>;
    },
  ) {}

  /** All schemes that occur, such as `https`. */
  get schemes(): ReadonlySet<string> {
    const urls = [this.options.template, ...this.options.given.values()];
    return new Set(urls.map(url => url.slice(0, url.indexOf(':'))));
  }

  /** @returns undefined where the identity cannot be part of a URL */
  urlOf(identity: string): string | undefined {
    const given = this.options.given.get(identity);
    if (given) {
      return given;
    }
    const segments = identity
      .slice(this.options.host.length + 1)
      .split('/')
      .map(decoded);
    return segments.every(isPlain)
      ? this.options.template.replaceAll('{path}', () =>
          segments.map(encodeURIComponent).join('/'),
        )
      : undefined;
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Over SSH, the path is decoded at the other end: a segment must be one there as well, and no option. */
function isPlain(segment: string): boolean {
  return (
    // eslint-disable-next-line no-control-regex
    /^[^/\\\u0000-\u001f\u007f]{1,255}$/.test(segment) &&
    !/^\.{1,2}$/.test(segment) &&
    !segment.startsWith('-')
  );
}
