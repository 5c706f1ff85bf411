/**
 * The marker by which Flux's image automation finds what it may write: a comment at the end of the line
 * (https://fluxcd.io/flux/components/image/imageupdateautomations/). Without it the automation leaves the line alone.
 */
const MARKER = /# (\{"\$imagepolicy": "[^"\n]+"\})/g;
const PINNED = /# delivery-pinned (\{"\$imagepolicy": "[^"\n]+"\})/g;

/** Takes lines out of an automation's hands, and leaves a note of what to give back. */
export function pin(text: string): string {
  return text.replace(MARKER, '# delivery-pinned $1');
}

/** Gives back what {@link pin} took. */
export function unpin(text: string): string {
  return text.replace(PINNED, '# $1');
}

/** Whether anything in a text is pinned. */
export function isPinned(text: string): boolean {
  return new RegExp(PINNED.source).test(text);
}
