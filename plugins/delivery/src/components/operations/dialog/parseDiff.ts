/** What a line of a unified diff says. */
export type DiffLineKind = 'added' | 'removed' | 'hunk' | 'header' | 'same';

/** A line of a unified diff; its sign stays in the text. */
export interface DiffLine {
  kind: DiffLineKind;
  text: string;
}

// Characters that turn the direction of text, or are not seen, could make a change look like another one.
const DECEPTIVE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function escape(text: string): string {
  return text.replace(
    DECEPTIVE,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** How many lines of each side are still to come in a hunk. */
interface Left {
  old: number;
  new: number;
}

function readHunk(line: string): Left | undefined {
  const match = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
  return match
    ? { old: Number(match[1] ?? 1), new: Number(match[2] ?? 1) }
    : undefined;
}

/**
 * Tells the lines of a unified diff apart. What a hunk's head counts decides, not the looks of a line: `--- x` is a
 * removed line within a hunk and a file's name outside.
 */
export function parseDiff(diff: string): DiffLine[] {
  let left: Left = { old: 0, new: 0 };
  const lines = diff.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n');
  return lines.map(line => {
    const text = escape(line);
    const isInside = left.old > 0 || left.new > 0;
    if (!isInside || line.startsWith('\\')) {
      const hunk = readHunk(line);
      left = hunk ?? left;
      return { kind: hunk ? 'hunk' : 'header', text };
    }
    switch (line[0]) {
      case '+':
        left.new -= 1;
        return { kind: 'added', text };
      case '-':
        left.old -= 1;
        return { kind: 'removed', text };
      default:
        left.old -= 1;
        left.new -= 1;
        return { kind: 'same', text };
    }
  });
}
