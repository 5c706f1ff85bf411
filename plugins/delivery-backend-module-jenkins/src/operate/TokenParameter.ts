/**
 * A job that asks for a parameter of this name is given the operation's token in it, so that the build can be told from
 * all others; Jenkins drops parameters that a job does not ask for.
 */
export const TOKEN_PARAMETER = 'DELIVERY_OPERATION';
