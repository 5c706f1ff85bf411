import { useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import KeyboardArrowDown from '@material-ui/icons/KeyboardArrowDown';
import KeyboardArrowRight from '@material-ui/icons/KeyboardArrowRight';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { formatDuration } from '../../../hooks/times';
import { useT } from '../../../hooks/useT';
import { useUniqueId } from '../../../hooks/useUniqueId';
import { Age } from '../../status';
import {
  GateLights,
  OperationMark,
  operationTitle,
  UserName,
  wordsOf,
} from '../shared';
import { OperationRowDetails } from './OperationRowDetails';

const useStyles = makeStyles(theme => ({
  open: { backgroundColor: theme.palette.background.default },
  head: { fontWeight: 'inherit', overflowWrap: 'anywhere' },
  wrap: { overflowWrap: 'anywhere' },
  toggle: { margin: '-5px -8px' },
}));

/** An operation in the log; what else is known of it opens below. */
export function OperationRow(props: {
  operation: OperationView;
  columns: number;
}) {
  const { operation, columns } = props;
  const classes = useStyles();
  const t = useT();
  const id = useUniqueId('delivery-operation-row');
  const [open, setOpen] = useState(false);
  const title = operationTitle(wordsOf(operation), t);
  return (
    <>
      <TableRow>
        <TableCell>
          <IconButton
            size="small"
            className={classes.toggle}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={t('operationsPage.detailsOf', { operation: title })}
            onClick={() => setOpen(!open)}
          >
            {open ? <KeyboardArrowDown /> : <KeyboardArrowRight />}
          </IconButton>
        </TableCell>
        <TableCell>
          <Age at={operation.requestedAt} />
        </TableCell>
        <TableCell
          component="th"
          scope="row"
          role="rowheader"
          className={classes.head}
        >
          {title}
          {operation.breakGlass && (
            <Typography variant="caption" color="textSecondary" component="div">
              {t('operations.progress.brokeGlass')}
            </Typography>
          )}
        </TableCell>
        <TableCell className={classes.wrap}>
          <UserName by={operation.actor} />
        </TableCell>
        <TableCell className={classes.wrap}>
          <EntityRefLink entityRef={operation.entityRef} />
        </TableCell>
        <TableCell>{operation.environment}</TableCell>
        <TableCell className={classes.wrap}>
          {(operation.from || operation.to) &&
            `${operation.from ?? t('operations.dialog.fromUnknown')} → ${
              operation.to ?? t('operations.dialog.fromUnknown')
            }`}
        </TableCell>
        <TableCell className={classes.wrap}>
          <OperationMark state={operation.state} />
          {operation.message && (
            <Typography variant="caption" color="textSecondary" component="div">
              {operation.message}
            </Typography>
          )}
        </TableCell>
        <TableCell className={classes.wrap}>{operation.reason}</TableCell>
        <TableCell>
          {operation.gates.length > 0 && <GateLights gates={operation.gates} />}
        </TableCell>
        <TableCell>
          {formatDuration(
            operation.startedAt ?? operation.requestedAt,
            operation.finishedAt,
          )}
        </TableCell>
      </TableRow>
      {open && (
        <TableRow id={id} className={classes.open}>
          <TableCell />
          <TableCell colSpan={columns - 1}>
            <OperationRowDetails operation={operation} title={title} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}
