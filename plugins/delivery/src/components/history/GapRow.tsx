import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import MoreVert from '@material-ui/icons/MoreVert';
import type { HistoryGap } from '@throughline/plugin-delivery-common';
import { formatExact } from '../../hooks/times';
import { useLanguage } from '../../hooks/useLanguage';
import { useT } from '../../hooks/useT';

const useStyles = makeStyles(theme => ({
  row: {
    '& > td': {
      borderTop: `1px dashed ${theme.palette.text.secondary}`,
      borderBottom: `1px dashed ${theme.palette.text.secondary}`,
      backgroundImage: `repeating-linear-gradient(135deg, transparent 0 8px, ${theme.palette.action.hover} 8px 16px)`,
    },
  },
  content: { display: 'flex', gap: theme.spacing(1), alignItems: 'center' },
}));

/** A stretch of history that is not known, shown as the hole that it is. */
export function GapRow(props: {
  gap: HistoryGap;
  environment: string;
  columns: number;
}) {
  const { gap, environment, columns } = props;
  const classes = useStyles();
  const t = useT();
  const language = useLanguage();
  const what =
    gap.missing === undefined
      ? t('lists.history.gapUnknown')
      : t('lists.history.gap', { count: gap.missing });
  return (
    <TableRow className={classes.row}>
      <TableCell colSpan={columns}>
        <div className={classes.content}>
          <MoreVert aria-hidden fontSize="small" color="action" />
          <Typography variant="body2" component="span">
            <strong>{what}</strong>
            {' · '}
            {t('lists.history.gapFor', {
              target: gap.targetName,
              environment,
            })}
            {gap.before &&
              ` ${t('lists.history.gapBefore', {
                time: formatExact(gap.before, language),
              })}`}
            {': '}
            {gap.reason}
          </Typography>
        </div>
      </TableCell>
    </TableRow>
  );
}
