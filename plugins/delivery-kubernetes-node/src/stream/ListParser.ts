import { SourceFailure } from '@throughline/plugin-delivery-node';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const SPACE = 0x20;

const FIRST_BUFFER_BYTES = 128 * 1024;

/** etcd takes 1.5 MB for one object; what is longer than this is no object. */
const MAX_VALUE_BYTES = 8 * 1024 * 1024;

/**
 * Takes a list's JSON apart while it arrives: the items come out one by one, as text, and no more than one of them
 * is held. The list's other fields are kept parsed.
 *
 * It finds where values begin and end and leaves their inside to `JSON.parse`, so that one item that is not JSON
 * costs that item only, as long as its brackets match.
 */
export class ListParser {
  /** One buffer for the whole list: a new one for each piece would leave the process's memory in shreds. */
  #buffer = Buffer.allocUnsafeSlow(FIRST_BUFFER_BYTES);
  #end = 0;
  #at = 0;
  /** Where the value or key begins that is being read; -1 between them. */
  #start = -1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #key: string | undefined;
  #inItems = false;
  #done = false;
  readonly #fields: Record<string, unknown> = {};

  /** The fields read so far, without the items. */
  get fields(): Readonly<Record<string, unknown>> {
    return this.#fields;
  }

  /**
   * Takes the next bytes.
   *
   * @returns the items that they complete
   * @throws SourceFailure of kind `protocol` where this is no list
   */
  *push(chunk: Uint8Array): Generator<string> {
    this.#append(chunk);
    while (this.#at < this.#end && !this.#done) {
      if (this.#depth > (this.#inItems ? 2 : 1)) {
        this.#skipInside();
      } else if (this.#inString) {
        this.#insideString(this.#buffer[this.#at]);
        this.#at++;
      } else {
        const item = this.#outsideString(this.#buffer[this.#at]);
        if (item !== undefined) {
          yield item;
        }
      }
    }
    if (this.#start >= 0 && this.#at - this.#start > MAX_VALUE_BYTES) {
      throw new SourceFailure(
        'protocol',
        `A list holds a value of more than ${MAX_VALUE_BYTES} bytes`,
      );
    }
  }

  /** @throws SourceFailure of kind `protocol` where the list is not complete */
  finish(): void {
    if (!this.#done) {
      throw new SourceFailure('protocol', 'The list broke off');
    }
  }

  #append(chunk: Uint8Array): void {
    const keep = this.#start < 0 ? this.#at : this.#start;
    const rest = this.#end - keep;
    const needed = rest + chunk.length;
    const target =
      needed <= this.#buffer.length
        ? this.#buffer
        : Buffer.allocUnsafeSlow(2 * needed);
    this.#buffer.copy(target, 0, keep, this.#end);
    target.set(chunk, rest);
    this.#buffer = target;
    this.#end = needed;
    this.#at -= keep;
    this.#start = this.#start < 0 ? -1 : 0;
  }

  /** Nearly all bytes pass here, hence the locals: goes to the end of the value or of what has arrived. */
  #skipInside(): void {
    const buffer = this.#buffer;
    const end = this.#end;
    const level = this.#inItems ? 2 : 1;
    let at = this.#at;
    let depth = this.#depth;
    let inString = this.#inString;
    let escaped = this.#escaped;
    while (at < end && depth > level) {
      const byte = buffer[at++];
      if (inString) {
        if (escaped) {
          escaped = false;
        } else if (byte === BACKSLASH) {
          escaped = true;
        } else if (byte === QUOTE) {
          inString = false;
        }
      } else if (byte === QUOTE) {
        inString = true;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth++;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth--;
      }
    }
    this.#at = at;
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
  }

  #insideString(byte: number): void {
    if (this.#escaped) {
      this.#escaped = false;
    } else if (byte === BACKSLASH) {
      this.#escaped = true;
    } else if (byte === QUOTE) {
      this.#inString = false;
      if (this.#depth === 1 && this.#key === undefined) {
        this.#key = this.#text(this.#start, this.#at + 1);
        this.#start = -1;
      }
    }
  }

  /** Moves on by one byte; returns an item where one ended before it. */
  #outsideString(byte: number): string | undefined {
    if (this.#depth === 0) {
      this.#open(byte);
      return undefined;
    }
    const level = this.#inItems ? 2 : 1;
    const ends =
      this.#depth === level &&
      (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET);
    const item = ends ? this.#endValue() : undefined;
    if (ends && byte === COMMA) {
      this.#at++;
      return item;
    }
    this.#step(byte, level);
    this.#at++;
    return item;
  }

  #open(byte: number): void {
    if (byte === OPEN_BRACE) {
      this.#depth = 1;
    } else if (byte > SPACE) {
      throw new SourceFailure(
        'protocol',
        'The answer is no JSON list: is the URL that of the API server, and is no login page or proxy in the way?',
      );
    }
    this.#at++;
  }

  #step(byte: number, level: number): void {
    const fresh = this.#start < 0 && this.#depth === level && byte > SPACE;
    switch (byte) {
      case QUOTE:
        this.#inString = true;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        this.#depth++;
        if (fresh && byte === OPEN_BRACKET && this.#isItems(level)) {
          this.#inItems = true;
          return;
        }
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        this.#close(byte);
        return;
      default:
    }
    if (fresh && byte !== COLON) {
      this.#start = this.#at;
    }
  }

  #isItems(level: number): boolean {
    return level === 1 && this.#key === '"items"';
  }

  #close(byte: number): void {
    if (this.#inItems && this.#depth === 2) {
      if (byte !== CLOSE_BRACKET) {
        throw new SourceFailure('protocol', "The list's brackets do not match");
      }
      this.#inItems = false;
      this.#key = undefined;
      this.#depth = 1;
      return;
    }
    this.#depth--;
    this.#done = this.#depth === 0;
  }

  /** Ends the value being read, if any. */
  #endValue(): string | undefined {
    if (this.#start < 0) {
      return undefined;
    }
    const text = this.#text(this.#start, this.#at);
    this.#start = -1;
    if (this.#inItems) {
      return text;
    }
    try {
      const key: unknown = JSON.parse(this.#key ?? '""');
      if (typeof key === 'string' && key !== '__proto__') {
        this.#fields[key] = JSON.parse(text);
      }
    } catch {
      throw new SourceFailure(
        'protocol',
        `The list's field ${this.#key ?? ''} is not JSON`,
      );
    }
    this.#key = undefined;
    return undefined;
  }

  #text(start: number, end: number): string {
    return this.#buffer.toString('utf8', start, end);
  }
}
