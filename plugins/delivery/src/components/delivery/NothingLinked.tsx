import Box from '@material-ui/core/Box';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import LinkOff from '@material-ui/icons/LinkOff';
import { useT } from '../../hooks/useT';
import { CopyButton } from './CopyButton';
import { annotationExamples } from './annotationExamples';

const useStyles = makeStyles(theme => ({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 440px), 1fr))',
    gap: theme.spacing(2),
    marginTop: theme.spacing(2),
  },
  example: {
    margin: 0,
    padding: theme.spacing(1.5),
    overflowX: 'auto',
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.action.hover,
    fontSize: '0.8125rem',
  },
  caption: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(0.5),
  },
  head: { display: 'flex', gap: theme.spacing(1.5), alignItems: 'center' },
  tried: { margin: theme.spacing(0.5, 0, 0), paddingLeft: theme.spacing(2.5) },
}));

/** Says what was looked for in vain, and what to write so that something is found. */
export function NothingLinked(props: { name: string; tried: string[] }) {
  const { name, tried } = props;
  const classes = useStyles();
  const t = useT();
  return (
    <Paper variant="outlined" component="section">
      <Box p={3}>
        <div className={classes.head}>
          <LinkOff aria-hidden color="action" />
          <Typography variant="h6" component="h2">
            {t('states.emptyTitle')}
          </Typography>
        </div>
        <Box mt={1} maxWidth={760}>
          <Typography variant="body2">{t('states.emptyText')}</Typography>
        </Box>
        <div className={classes.grid}>
          {annotationExamples(name).map(({ what, yaml }) => (
            <div key={what}>
              <div className={classes.caption}>
                <Typography variant="caption" color="textSecondary">
                  {t(`states.${what}`)}
                </Typography>
                <CopyButton text={yaml} what={t(`states.${what}`)} />
              </div>
              {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
              <pre className={classes.example} tabIndex={0}>
                {yaml}
              </pre>
            </div>
          ))}
        </div>
        {tried.length > 0 && (
          <Box mt={3}>
            <Typography variant="subtitle2" component="h3">
              {t('states.emptyTried')}
            </Typography>
            <ul className={classes.tried}>
              {tried.map(line => (
                <Typography key={line} variant="body2" component="li">
                  {line}
                </Typography>
              ))}
            </ul>
          </Box>
        )}
      </Box>
    </Paper>
  );
}
