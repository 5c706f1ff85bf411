/**
 * The variable that holds an operation's token, so that the pipeline that it has started can be told from all others.
 * Jobs see it as well, and may pass it on.
 */
export const TOKEN_VARIABLE = 'DELIVERY_OPERATION';
