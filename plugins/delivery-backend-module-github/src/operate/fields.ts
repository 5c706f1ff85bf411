/** The field that says where a workflow is run. No input can have the name, as none has a dot. */
export const REF_FIELD = 'github.ref';

/**
 * A workflow that asks for an input of this name is given the operation's token in it. Where its `run-name` shows the
 * input, its run can be told from all others.
 */
export const TOKEN_INPUT = 'delivery_operation';
