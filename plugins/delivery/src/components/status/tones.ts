import {
  type Theme,
  darken,
  getContrastRatio,
  lighten,
  makeStyles,
} from '@material-ui/core/styles';
import type { BackstagePaletteAdditions } from '@backstage/theme';

/** How good or bad something is; each tone has one colour in each theme. */
export type Tone = 'positive' | 'info' | 'warning' | 'negative' | 'neutral';

/** All tones. */
export const TONES: readonly Tone[] = [
  'positive',
  'info',
  'warning',
  'negative',
  'neutral',
];

const FALLBACK: Record<Tone, string> = {
  positive: '#1DB954',
  info: '#1F5493',
  warning: '#FF9800',
  negative: '#E22134',
  neutral: '#757575',
};

/** The contrast that WCAG asks of small text. */
const ENOUGH = 4.5;

/**
 * The colour of a tone, from the theme's own status colours, moved away from the backgrounds until text in it can
 * be read on either: the stock green and orange reach barely half of the contrast needed on white.
 */
export function toneColor(theme: Theme, tone: Tone): string {
  const palette = theme.palette as Theme['palette'] &
    Partial<BackstagePaletteAdditions>;
  const { status } = palette;
  const base =
    {
      positive: status?.ok,
      info: status?.running,
      warning: status?.warning,
      negative: status?.error,
      neutral: status?.aborted,
    }[tone] ?? FALLBACK[tone];
  const dark = palette.type === 'dark';
  try {
    for (let step = 0; step < 20; step++) {
      const amount = step * 0.05;
      const color = dark ? lighten(base, amount) : darken(base, amount);
      if (
        [palette.background.paper, palette.background.default].every(
          background => getContrastRatio(color, background) >= ENOUGH,
        )
      ) {
        return color;
      }
    }
  } catch {
    // A theme may use CSS variables, which cannot be reckoned with; its own text colour is always legible.
  }
  return palette.text.primary;
}

/** Classes that give something the colour of its tone. */
export const useToneStyles = makeStyles(theme =>
  Object.fromEntries(
    TONES.map(tone => [tone, { color: toneColor(theme, tone) }]),
  ),
) as () => Record<Tone, string>;
