/** The ways in which an item is broken, in turn. */
const breakers: ((item: unknown) => unknown)[] = [
  () => null,
  () => ({}),
  item => ({ ...(item as object), metadata: null }),
  item => ({ ...(item as object), status: { health: {} } }),
  item => ({ ...(item as object), id: 'not a number', name: 42 }),
  () => 'nonsense',
];

/** Breaks a share of the items of every list that an answer is, or has at its top. */
export function malform(body: unknown, share: number): unknown {
  if (Array.isArray(body)) {
    const every = Math.max(1, Math.round(1 / share));
    return body.map((item, index) =>
      index % every === 0
        ? breakers[Math.floor(index / every) % breakers.length](item)
        : item,
    );
  }
  if (typeof body === 'object' && body !== null) {
    return Object.fromEntries(
      Object.entries(body).map(([key, value]) => [
        key,
        Array.isArray(value) ? malform(value, share) : value,
      ]),
    );
  }
  return body;
}
