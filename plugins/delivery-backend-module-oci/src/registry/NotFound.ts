/** The registry does not have what was asked for. */
export class NotFound extends Error {
  constructor(
    message: string,
    /** True where it is the repository itself that the registry does not know. */
    readonly repositoryUnknown: boolean,
  ) {
    super(message);
  }
}
