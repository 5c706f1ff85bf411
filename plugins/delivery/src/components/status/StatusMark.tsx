import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { cx } from './cx';
import { useT } from '../../hooks/useT';
import type { Look } from './looks';
import { type Tone, useToneStyles } from './tones';

const useStyles = makeStyles(theme => ({
  root: {
    // The hidden word is placed against it, so that it does not widen a page that is scrolled.
    position: 'relative',
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    whiteSpace: 'nowrap',
    lineHeight: 1.4,
  },
  icon: { fontSize: '1.125rem', flex: 'none' },
  small: { fontSize: '1rem' },
  stale: { opacity: 0.75 },
  hidden: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
}));

/**
 * A status: its icon, its word and its colour. What is only the last known is grey and says so, whatever it was.
 */
export function StatusMark(props: {
  look: Look;
  word: string;
  /** The status is the last known, not the present one. */
  stale?: boolean;
  /** More about it, for whoever points at it. */
  title?: string;
  /** Shows the icon alone; the word stays for screen readers. */
  iconOnly?: boolean;
  size?: 'small' | 'medium';
}) {
  const { look, word, stale, title, iconOnly, size } = props;
  const classes = useStyles();
  const tones = useToneStyles();
  const t = useT();
  const tone: Tone = stale ? 'neutral' : look.tone;
  const text = stale ? t('status.lastKnown', { word }) : word;
  return (
    <span
      className={classes.root}
      title={title ?? (iconOnly ? text : undefined)}
      data-tone={tone}
    >
      <look.Icon
        aria-hidden
        className={cx(
          classes.icon,
          tones[tone],
          size === 'small' && classes.small,
          stale && classes.stale,
        )}
      />
      {iconOnly ? (
        <span className={classes.hidden}>{text}</span>
      ) : (
        <Typography
          component="span"
          variant="body2"
          className={tones[tone]}
          style={{ lineHeight: 'inherit', fontWeight: 500 }}
        >
          {text}
        </Typography>
      )}
    </span>
  );
}
