/** The field that says where a workflow is run. No input can have the name, as none has a dot. */
export const REF_FIELD = 'gitea.ref';

/**
 * A workflow that asks for an input of this name is given the operation's token in it. Where its `run-name` shows the
 * input, its run can be told from all others.
 */
export const TOKEN_INPUT = 'delivery_operation';

const SECRET_NAME =
  /pass(word|wd|phrase)?$|^pass(word|wd|phrase)|secret|token|credential|(api|access|private|signing)[._-]?key/i;

/** Whether the name of an input says that its value is a secret: what a form holds is kept in the log of operations. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
