import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  formatImageReference,
  type ImageVersion,
} from '@throughline/plugin-delivery-common';

const useStyles = makeStyles({
  image: {
    fontFamily: 'monospace',
    fontSize: '0.8125rem',
    overflowWrap: 'anywhere',
  },
});

/** An image with the beginning of its digest; all of it for whoever points at it. */
export function ImageText(props: { image: ImageVersion }) {
  const { repository, tag, digest } = props.image;
  const classes = useStyles();
  return (
    <div className={classes.image} title={formatImageReference(props.image)}>
      {repository}
      {tag && `:${tag}`}
      {digest && (
        <Typography variant="caption" color="textSecondary">
          {' '}
          {digest.slice(0, 19)}…
        </Typography>
      )}
    </div>
  );
}
