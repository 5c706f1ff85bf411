/** An answer and the tag under which the backend knows it. */
export interface TaggedAnswer {
  etag: string;
  body: unknown;
}

/**
 * The last answers by URL, the most recently used kept, so that a page which is asked for again costs the
 * backend one comparison of tags and the browser no parsing.
 */
export class AnswerCache {
  private readonly answers = new Map<string, TaggedAnswer>();

  constructor(private readonly capacity = 100) {}

  get(url: string): TaggedAnswer | undefined {
    const answer = this.answers.get(url);
    if (answer) {
      this.answers.delete(url);
      this.answers.set(url, answer);
    }
    return answer;
  }

  set(url: string, answer: TaggedAnswer): void {
    this.answers.delete(url);
    this.answers.set(url, answer);
    if (this.answers.size > this.capacity) {
      const [oldest] = this.answers.keys();
      this.answers.delete(oldest);
    }
  }

  delete(url: string): void {
    this.answers.delete(url);
  }
}
