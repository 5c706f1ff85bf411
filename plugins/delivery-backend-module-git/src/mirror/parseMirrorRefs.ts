/** A branch or tag of a mirror. */
export interface MirrorRef {
  type: 'branch' | 'tag';
  name: string;
  /** The commit; undefined where a tag is of something else. */
  sha?: string;
  /** Seconds since 1970: when the tag was made, or else its commit. */
  at: number;
  /** Who made an annotated tag. */
  tagger?: string;
  /** What an annotated tag is called. */
  title?: string;
}

/** A format for `git for-each-ref` whose separators cannot be in a name. */
export const REF_FORMAT = [
  '%(refname)',
  '%(objecttype)',
  '%(objectname)',
  '%(*objecttype)',
  '%(*objectname)',
  '%(creatordate:unix)',
  '%(taggername)',
  '%(contents:subject)',
].join('%1f');

/** Reads what {@link REF_FORMAT} makes. */
export function parseMirrorRefs(text: string): MirrorRef[] {
  return text.split('\n').flatMap(line => {
    const [ref, type, object, peeledType, peeled, at, tagger, title] =
      line.split('\u001f');
    const match = /^refs\/(heads|tags)\/(.+)$/.exec(ref);
    if (!match) {
      return [];
    }
    const annotated = type === 'tag';
    const isCommit = (annotated ? peeledType : type) === 'commit';
    const sha = annotated ? peeled : object;
    return [
      {
        type: match[1] === 'heads' ? ('branch' as const) : ('tag' as const),
        name: match[2],
        ...(isCommit && /^[0-9a-f]{40}$/.test(sha) ? { sha } : {}),
        at: Number(at),
        ...(annotated && tagger ? { tagger } : {}),
        ...(annotated && title ? { title } : {}),
      },
    ];
  });
}
