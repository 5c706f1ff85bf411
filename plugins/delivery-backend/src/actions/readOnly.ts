/** What all actions here say of themselves, for clients that ask before they let a model act. */
export const READ_ONLY = {
  readOnly: true,
  destructive: false,
  idempotent: true,
};
