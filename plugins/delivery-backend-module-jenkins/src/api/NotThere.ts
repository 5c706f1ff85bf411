/** Jenkins says that something is not there; it says the same of what its user may not see. */
export class NotThere extends Error {
  constructor() {
    super('Jenkins answered 404');
  }
}
