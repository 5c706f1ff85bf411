/** Waits until the address answers with success; false where it did not in time. */
export async function answers(url, { timeoutMs, signal }) {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end && !signal?.aborted) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
      await response.arrayBuffer();
      if (response.ok) {
        return true;
      }
    } catch {
      // Not yet.
    }
    await new Promise(resolve => setTimeout(resolve, 300));
  }
  return false;
}
