/** The paths of interest, looked up by the folders of a file, so that many of them cost no more than few. */
export class PathSet {
  /** `['']` where the whole repository is of interest: every commit touches that. */
  readonly whole: readonly string[];
  readonly #paths: ReadonlySet<string>;

  constructor(paths: readonly string[]) {
    this.whole = paths.includes('') ? [''] : [];
    this.#paths = new Set(paths.filter(path => path !== ''));
  }

  /** Adds those of the paths in which a file lies, or which it is. */
  addTouched(file: string, touched: Set<string>): void {
    let end = file.indexOf('/');
    while (end >= 0) {
      this.#add(file.slice(0, end), touched);
      end = file.indexOf('/', end + 1);
    }
    this.#add(file, touched);
  }

  #add(path: string, touched: Set<string>): void {
    if (this.#paths.has(path)) {
      touched.add(path);
    }
  }
}
