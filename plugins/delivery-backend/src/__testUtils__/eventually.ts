/** Tries an assertion again and again until it holds; fails with its own words after ten seconds. */
export async function eventually<T>(
  assertion: () => T | Promise<T>,
): Promise<T> {
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
      await new Promise(resolve => {
        setTimeout(resolve, 15);
      });
    }
  }
}
