/** Our copy of a repository cannot be used any more, and is to be made anew. */
export class BrokenMirror extends Error {
  constructor() {
    super('The mirror is broken');
  }
}
