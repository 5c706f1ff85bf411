import Box from '@material-ui/core/Box';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import LinkOff from '@material-ui/icons/LinkOff';
import { CopyTextButton } from '@backstage/core-components';
import { useT } from '../../hooks/useT';
import { annotationExamples } from './annotationExamples';

const useStyles = makeStyles(theme => ({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(280px, 1fr))',
    gap: theme.spacing(2),
    marginTop: theme.spacing(2),
  },
  example: {
    position: 'relative',
    margin: 0,
    padding: theme.spacing(1.5),
    paddingRight: theme.spacing(6),
    overflowX: 'auto',
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.action.hover,
    fontSize: '0.8125rem',
  },
  copy: { position: 'absolute', top: 0, right: 0 },
  box: { position: 'relative' },
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
              <Typography variant="caption" color="textSecondary">
                {t(`states.${what}`)}
              </Typography>
              <div className={classes.box}>
                {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
                <pre className={classes.example} tabIndex={0}>
                  {yaml}
                </pre>
                <span className={classes.copy}>
                  <CopyTextButton
                    text={yaml}
                    aria-label={t('states.copy', { what: t(`states.${what}`) })}
                  />
                </span>
              </div>
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
