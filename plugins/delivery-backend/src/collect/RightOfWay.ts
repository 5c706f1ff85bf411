import type { Errand } from './Agenda';

/** Has a pass that takes long make way for hints, when its errand says so. */
export class RightOfWay {
  #pass: { errand: Errand; interrupt: () => void } | undefined;
  #timer: NodeJS.Timeout | undefined;

  /**
   * A pass is under way, and its upstream answers.
   *
   * @returns what to call when it is over
   */
  watch(errand: Errand, interrupt: () => void): () => void {
    this.#pass = { errand, interrupt };
    this.look();
    return () => {
      clearTimeout(this.#timer);
      this.#pass = undefined;
    };
  }

  /** A hint has come. */
  look(): void {
    clearTimeout(this.#timer);
    if (!this.#pass) {
      return;
    }
    const { errand, interrupt } = this.#pass;
    const wait = errand.makesWayIn();
    if (wait <= 0) {
      interrupt();
    } else if (wait < Infinity) {
      this.#timer = setTimeout(() => this.look(), Math.ceil(wait));
    }
  }
}
