import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** Tells screen readers what has come of something, when they are done with what they read; nobody sees it. */
export function Announcement(props: { text: string | undefined }) {
  const classes = useStyles();
  return (
    <div role="status" aria-live="polite" className={classes.root}>
      {props.text}
    </div>
  );
}
