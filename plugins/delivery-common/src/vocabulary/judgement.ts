/**
 * A status in the suite's words together with what the upstream really said.
 *
 * The upstream's own word is kept because a mapping can be wrong or late: a value that the vendor added
 * yesterday becomes `unknown`, and `raw` shows which value it was.
 *
 * @public
 */
export interface Judged<TStatus extends string> {
  status: TStatus;
  /** The word that the upstream used, unchanged; absent where it said nothing. */
  raw?: string;
  /** Why, as far as the upstream tells; always present where the status is `unknown`. */
  reason?: string;
}
