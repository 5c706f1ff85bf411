/**
 * Runs a refresh whenever it is told to, never twice at once, and once more when it was told during a run:
 * a signal that comes while an answer is on its way may be newer than that answer.
 */
export class Revalidator {
  private running = false;
  private again = false;
  private stopped = false;

  constructor(private readonly refresh: () => Promise<unknown>) {}

  trigger(): void {
    if (this.stopped) {
      return;
    }
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    this.refresh()
      // The query itself keeps and shows the error.
      .catch(() => undefined)
      .finally(() => {
        this.running = false;
        if (this.again) {
          this.again = false;
          this.trigger();
        }
      });
  }

  stop(): void {
    this.stopped = true;
  }
}
