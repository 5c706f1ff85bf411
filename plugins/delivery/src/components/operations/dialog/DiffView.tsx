import Typography from '@material-ui/core/Typography';
import { alpha, createStyles, makeStyles } from '@material-ui/core/styles';
import type { FileChange } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { cx, toneColor } from '../../status';
import { parseDiff } from './parseDiff';

const useStyles = makeStyles(theme => {
  const tint = (tone: 'positive' | 'negative') => {
    try {
      return alpha(toneColor(theme, tone), 0.14);
    } catch {
      // The theme may use CSS variables, which cannot be mixed; the signs and the edge are still there.
      return 'transparent';
    }
  };
  return createStyles({
    path: { overflowWrap: 'anywhere' },
    code: {
      margin: theme.spacing(0.5, 0, 0),
      maxHeight: 320,
      overflow: 'auto',
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      fontFamily: 'monospace',
      fontSize: '0.8125rem',
      lineHeight: 1.5,
      tabSize: 2,
    },
    // As wide as the widest line, so that the colour reaches to the end when it is scrolled sideways.
    lines: { display: 'block', width: 'max-content', minWidth: '100%' },
    line: {
      display: 'block',
      padding: theme.spacing(0, 1.5, 0, 1),
      borderLeft: '3px solid transparent',
      unicodeBidi: 'isolate',
      direction: 'ltr',
    },
    added: {
      backgroundColor: tint('positive'),
      borderLeftColor: toneColor(theme, 'positive'),
    },
    removed: {
      backgroundColor: tint('negative'),
      borderLeftColor: toneColor(theme, 'negative'),
    },
    hunk: { color: theme.palette.text.secondary },
    header: { color: theme.palette.text.secondary },
    same: {},
  });
});

/** What would change in a file, line by line, with signs as well as colours; it is scrolled by keyboard too. */
export function DiffView(props: { change: FileChange }) {
  const { repository, path, diff } = props.change;
  const classes = useStyles();
  const t = useT();
  return (
    <div>
      <Typography variant="body2" className={classes.path}>
        <code>{path}</code> · {repository}
      </Typography>
      <pre
        className={classes.code}
        role="region"
        aria-label={t('operations.dialog.changesOf', { path, repository })}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <code className={classes.lines}>
          {parseDiff(diff).map(({ kind, text }, index) => (
            <span
              // Lines may be equal; a diff does not change while it is shown.
              // eslint-disable-next-line react/no-array-index-key
              key={index}
              className={cx(classes.line, classes[kind])}
              data-diff={kind}
            >
              {text || ' '}
            </span>
          ))}
        </code>
      </pre>
    </div>
  );
}
