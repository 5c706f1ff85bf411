import type { ReactNode } from 'react';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { cx, type Tone, TONES, toneColor } from '../status';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    flex: '1 1 0',
    minWidth: 216,
    borderTop: '3px solid',
    overflow: 'hidden',
    [theme.breakpoints.down('sm')]: { flex: 'none', minWidth: 0 },
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    minHeight: 40,
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 2, 0),
  },
  title: { fontSize: '0.9375rem', fontWeight: 600, margin: 0 },
  body: {
    flex: 1,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 2, 1.5),
    minWidth: 0,
  },
  foot: {
    borderTop: `1px solid ${theme.palette.divider}`,
    padding: theme.spacing(0.5, 1, 0.75, 2),
    minHeight: 40,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    flexWrap: 'wrap',
  },
  ...Object.fromEntries(
    TONES.map(tone => [
      `${tone}Edge`,
      { borderTopColor: toneColor(theme, tone) },
    ]),
  ),
}));

/** The shape that the build lane and the environments share. */
export function LaneFrame(props: {
  title: string;
  tag?: ReactNode;
  tone: Tone;
  children: ReactNode;
  foot?: ReactNode;
}) {
  const { title, tag, tone, children, foot } = props;
  const classes: Record<string, string> = useStyles();
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-label={title}
      className={cx(classes.root, classes[`${tone}Edge`])}
      data-tone={tone}
    >
      <div className={classes.head}>
        <Typography component="h3" className={classes.title}>
          {title}
        </Typography>
        {tag}
      </div>
      <div className={classes.body}>{children}</div>
      {foot && <div className={classes.foot}>{foot}</div>}
    </Paper>
  );
}
