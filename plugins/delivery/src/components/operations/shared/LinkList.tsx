import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { ExternalLink } from '../../status';

const useStyles = makeStyles(theme => ({
  root: { margin: 0, paddingLeft: theme.spacing(2.5) },
}));

/** Where an operation can be looked at in the systems that carry it out. */
export function LinkList(props: { links: OperationView['links'] }) {
  const classes = useStyles();
  return (
    <ul className={classes.root}>
      {props.links.map(({ title, url }) => (
        <Typography key={`${title} ${url}`} variant="body2" component="li">
          <ExternalLink to={url}>{title}</ExternalLink>
        </Typography>
      ))}
    </ul>
  );
}
