import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  bone: {
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.action.hover,
    animation: '$breathe 1.6s ease-in-out infinite',
    '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
  },
  '@keyframes breathe': {
    '0%, 100%': { opacity: 1 },
    '50%': { opacity: 0.45 },
  },
}));

/** The place of something that is still being fetched. */
export function Bone(props: { width?: number | string; height: number }) {
  const classes = useStyles();
  return (
    <div
      aria-hidden
      className={classes.bone}
      style={{ width: props.width ?? '100%', height: props.height }}
    />
  );
}
