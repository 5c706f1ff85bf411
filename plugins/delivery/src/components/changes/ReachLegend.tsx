import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useT } from '../../hooks/useT';
import { reachLooks, StatusMark } from '../status';

const STATES = ['here', 'partly', 'notYet', 'unknown'] as const;

const useStyles = makeStyles(theme => ({
  ring: {
    display: 'inline-block',
    width: 14,
    height: 14,
    borderRadius: '50%',
    border: `1.5px dashed ${theme.palette.text.secondary}`,
    marginRight: theme.spacing(0.75),
    verticalAlign: 'text-bottom',
  },
}));

/** What the marks of the matrix mean. */
export function ReachLegend() {
  const classes = useStyles();
  const t = useT();
  return (
    <Box
      display="flex"
      flexWrap="wrap"
      alignItems="center"
      mt={1}
      gridGap={16}
      role="group"
      aria-label={t('lists.changes.legend')}
    >
      {STATES.map(state => (
        <StatusMark
          key={state}
          size="small"
          look={reachLooks[state]}
          word={t(`status.reach.${state}`)}
        />
      ))}
      <Typography variant="body2" component="span">
        <span aria-hidden className={classes.ring} />
        {t('status.reach.inferred')}
      </Typography>
    </Box>
  );
}
