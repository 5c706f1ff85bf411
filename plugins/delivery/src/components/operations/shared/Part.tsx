import type { ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  title: { fontSize: '0.875rem', fontWeight: 600 },
});

/** A part of what is told of an operation, under its heading. */
export function Part(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <section>
      <Typography component="h3" className={classes.title}>
        {props.title}
      </Typography>
      {props.children}
    </section>
  );
}
