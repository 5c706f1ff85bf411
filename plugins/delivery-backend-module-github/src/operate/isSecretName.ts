const SECRET_NAME =
  /secret|passw|passphrase|token|credential|private[-_]?key|(api|access|ssh|deploy|signing)[-_]?key|(^|[-_])(pw|pat)([-_]|$)/i;

/** Whether the name of an input says that its value is a secret: what a form holds is kept in the log of operations. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
