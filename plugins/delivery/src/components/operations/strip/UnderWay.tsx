import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useQueryClient } from '@tanstack/react-query';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { useNow } from '../../../hooks/useNow';
import { useT } from '../../../hooks/useT';
import { Announcement } from '../../status';
import { useOperations } from '../OperationsContext';
import { operationTitle, wordsOf } from '../shared';
import { OperationLine } from './OperationLine';
import { recentOperations } from './recentOperations';
import { useEndings } from './useEndings';

const NONE: OperationView[] = [];

const useStyles = makeStyles(theme => ({
  title: { fontSize: '0.9375rem', fontWeight: 600 },
  list: {
    listStyle: 'none',
    margin: theme.spacing(1, 0, 0),
    padding: 0,
    '& > li + li': { borderTop: `1px solid ${theme.palette.divider}` },
  },
}));

/** What has been asked for and has not ended, and what came of that which ended just now. */
export function UnderWay() {
  const classes = useStyles();
  const t = useT();
  const now = useNow();
  const client = useQueryClient();
  const { operations, titleOf } = useOperations();
  const all = operations?.operations ?? NONE;
  const shown = recentOperations(all, now);
  // What an operation changed is shown by the lanes, which may not have heard of it.
  const ended = useEndings(all, () => {
    void client.invalidateQueries({
      queryKey: ['delivery', 'entity', operations?.entityRef],
      exact: true,
    });
  });
  const title = (operation: OperationView) =>
    operationTitle(wordsOf(operation, titleOf), t);
  return (
    <>
      <Announcement
        text={
          ended &&
          t('operations.progress.result', {
            operation: title(ended),
            state: [t(`operations.state.${ended.state}`), ended.message]
              .filter(Boolean)
              .join('. '),
          })
        }
      />
      {shown.length > 0 && (
        <section aria-label={t('operations.strip.title')}>
          <Typography component="h3" className={classes.title}>
            {t('operations.strip.title')}
          </Typography>
          <Paper variant="outlined" component="ul" className={classes.list}>
            {shown.map(operation => (
              <OperationLine
                key={operation.id}
                operation={operation}
                title={title(operation)}
              />
            ))}
          </Paper>
        </section>
      )}
    </>
  );
}
