import { Children, type ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))',
    gap: theme.spacing(1.5, 3),
    margin: 0,
  },
  value: { margin: 0, overflowWrap: 'anywhere' },
}));

/** Facts side by side, as many as there is room for. */
export function Facts(props: { children: ReactNode }) {
  const classes = useStyles();
  return Children.toArray(props.children).length > 0 ? (
    <dl className={classes.root}>{props.children}</dl>
  ) : null;
}

/** A fact and its name. */
export function Fact(props: { name: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <div>
      <Typography variant="caption" color="textSecondary" component="dt">
        {props.name}
      </Typography>
      <Typography variant="body2" component="dd" className={classes.value}>
        {props.children}
      </Typography>
    </div>
  );
}
