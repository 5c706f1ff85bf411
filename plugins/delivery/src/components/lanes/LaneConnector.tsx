import { makeStyles } from '@material-ui/core/styles';
import ArrowDownward from '@material-ui/icons/ArrowDownward';
import ArrowForward from '@material-ui/icons/ArrowForward';
import { PromotionButtons, useOperations } from '../operations';
import { cx } from '../status';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    flex: 'none',
    flexDirection: 'column',
    gap: theme.spacing(0.75),
    minWidth: 28,
    color: theme.palette.text.secondary,
    [theme.breakpoints.down('sm')]: { minWidth: 0, minHeight: 26 },
  },
  promoting: {
    padding: theme.spacing(0, 0.5),
    [theme.breakpoints.down('sm')]: { padding: theme.spacing(1, 0) },
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
  beside: {
    minWidth: 12,
    [theme.breakpoints.down('sm')]: { minHeight: 12 },
  },
}));

/**
 * The way from one lane to the next, with what can be promoted along it; lanes that stand side by side have no arrow.
 */
export function LaneConnector(props: { joined: boolean; to: string }) {
  const { joined, to } = props;
  const classes = useStyles();
  const { operations } = useOperations();
  const promotes = operations?.promotions.some(
    ({ environment }) => environment === to,
  );
  return (
    <div
      className={cx(
        classes.root,
        !joined && classes.beside,
        promotes && classes.promoting,
      )}
    >
      {joined && (
        <>
          <ArrowForward aria-hidden className={classes.across} />
          <ArrowDownward aria-hidden className={classes.down} />
        </>
      )}
      <PromotionButtons environment={to} />
    </div>
  );
}
