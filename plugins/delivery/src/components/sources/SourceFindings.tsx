import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { SourceDetails } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { Age, AgeText } from '../status';

const useStyles = makeStyles(theme => ({
  list: {
    margin: theme.spacing(0.5, 0, 0),
    paddingLeft: theme.spacing(2.5),
    overflowWrap: 'anywhere',
  },
}));

/** The parts of a source that cannot be collected, and its items that could not be read. */
export function SourceFindings(props: { source: SourceDetails }) {
  const { problems, malformed, malformedCount } = props.source;
  const classes = useStyles();
  const t = useT();
  return (
    <Box display="flex" flexDirection="column" gridGap={12}>
      {problems.length > 0 && (
        <div>
          <Typography variant="subtitle2" component="h3">
            {t('pages.sources.problems', { count: problems.length })}
          </Typography>
          <ul className={classes.list}>
            {problems.map(problem => (
              <Typography key={problem.scope} variant="body2" component="li">
                <strong>{problem.scope}</strong>: {problem.reason} (
                <AgeText
                  at={problem.since}
                  text={age => t('pages.sources.since', { age })}
                />
                )
              </Typography>
            ))}
          </ul>
        </div>
      )}
      {malformedCount > 0 && (
        <div>
          <Typography variant="subtitle2" component="h3">
            {t('pages.sources.malformed', { count: malformedCount })}
            {malformedCount > malformed.length &&
              `, ${t('pages.sources.malformedNewest', {
                number: String(malformed.length),
              })}`}
          </Typography>
          <ul className={classes.list}>
            {malformed.map(item => (
              <Typography
                key={`${item.key} ${item.at}`}
                variant="body2"
                component="li"
              >
                <strong>{item.key}</strong>: {item.reason} (
                <Age at={item.at} />)
              </Typography>
            ))}
          </ul>
        </div>
      )}
    </Box>
  );
}
