import { createTheme, getContrastRatio } from '@material-ui/core/styles';
import { palettes, type BackstageTheme } from '@backstage/theme';
import { TONES, toneColor } from './tones';

describe('toneColor', () => {
  it.each(['light', 'dark'] as const)(
    'can be read as small text in the %s theme',
    name => {
      const palette = palettes[name];
      const theme = createTheme({
        palette: { ...palette, type: name } as object,
      }) as BackstageTheme;
      for (const tone of TONES) {
        for (const background of [
          palette.background.paper,
          palette.background.default,
        ]) {
          expect(
            getContrastRatio(toneColor(theme, tone), background),
          ).toBeGreaterThanOrEqual(4.5);
        }
      }
    },
  );

  it('falls back to the text colour where the theme uses variables', () => {
    const theme = createTheme({
      palette: { text: { primary: '#123456' } },
    }) as BackstageTheme;
    theme.palette.background.paper = 'var(--paper)';
    expect(toneColor(theme, 'positive')).toBe('#123456');
  });
});
