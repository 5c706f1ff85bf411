import { makeStyles } from '@material-ui/core/styles';
import ArrowDownward from '@material-ui/icons/ArrowDownward';
import ArrowForward from '@material-ui/icons/ArrowForward';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    flex: 'none',
    width: 28,
    color: theme.palette.text.secondary,
    [theme.breakpoints.down('sm')]: { width: 'auto', height: 26 },
  },
  across: {
    fontSize: '1.25rem',
    [theme.breakpoints.down('sm')]: { display: 'none' },
  },
  down: {
    display: 'none',
    fontSize: '1.25rem',
    [theme.breakpoints.down('sm')]: { display: 'block' },
  },
  beside: { width: 12, [theme.breakpoints.down('sm')]: { height: 12 } },
}));

/** The way from one lane to the next; lanes that stand side by side have none. */
export function LaneConnector(props: { joined: boolean }) {
  const classes = useStyles();
  return props.joined ? (
    <div className={classes.root} aria-hidden>
      <ArrowForward className={classes.across} />
      <ArrowDownward className={classes.down} />
    </div>
  ) : (
    <div className={`${classes.root} ${classes.beside}`} aria-hidden />
  );
}
