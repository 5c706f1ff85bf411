/** An artifact that is there and cannot be read. */
export class UnreadableArtifact extends Error {}
