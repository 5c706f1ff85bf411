/**
 * The paths of all texts of nested messages, such as `status.sync.synced`.
 *
 * @public
 */
export type MessagePath<TMessages> = {
  [TKey in keyof TMessages & string]: TMessages[TKey] extends string
    ? TKey
    : `${TKey}.${MessagePath<TMessages[TKey]>}`;
}[keyof TMessages & string];

/**
 * The text at a path of nested messages.
 *
 * @public
 */
export type MessageAt<
  TMessages,
  TPath extends string,
> = TPath extends keyof TMessages
  ? TMessages[TPath]
  : TPath extends `${infer TKey}.${infer TRest}`
  ? TKey extends keyof TMessages
    ? MessageAt<TMessages[TKey], TRest>
    : never
  : never;

/**
 * Nested messages by their paths, as translations name them. Backstage's own type for that is the same and not exported;
 * where it is inferred, the compiler writes its keys in an order that depends on the code around it.
 *
 * @public
 */
export type FlatMessages<TMessages> = {
  readonly [TPath in MessagePath<TMessages>]: MessageAt<TMessages, TPath>;
};
