import type { ReactNode } from 'react';
import Paper from '@material-ui/core/Paper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  container: { overflowX: 'auto' },
  table: {
    '& td, & th': {
      verticalAlign: 'top',
      lineHeight: 1.5,
      padding: theme.spacing(1, 1.5),
    },
    '& tbody tr:last-child > *': { borderBottom: 'none' },
    // No shade: on it, small grey and amber words would have too little contrast.
    '& tbody tr:hover > :first-child': {
      boxShadow: `inset 3px 0 0 ${theme.palette.primary.main}`,
    },
  },
  head: {
    whiteSpace: 'nowrap',
    fontSize: '0.75rem',
    fontWeight: 600,
    textTransform: 'none',
    letterSpacing: 0,
    color: theme.palette.text.secondary,
    backgroundColor: 'transparent',
  },
}));

/** A column of a list. */
export interface Column {
  key: string;
  label: ReactNode;
  align?: 'left' | 'center' | 'right';
  width?: number | string;
  /** Hides the label from sight, not from screen readers. */
  hidden?: boolean;
}

/** A table that can be scrolled sideways by pointer and by keyboard where the window is narrow. */
export function ListTable(props: {
  caption: string;
  columns: Column[];
  minWidth?: number;
  children: ReactNode;
  busy?: boolean;
}) {
  const { caption, columns, minWidth, children, busy } = props;
  const classes = useStyles();
  return (
    <TableContainer
      component={Paper}
      variant="outlined"
      className={classes.container}
      role="region"
      aria-label={caption}
      tabIndex={0}
    >
      <Table
        size="small"
        className={classes.table}
        style={{ minWidth }}
        aria-label={caption}
        aria-busy={busy}
      >
        <TableHead>
          <TableRow>
            {columns.map(column => (
              <TableCell
                key={column.key}
                scope="col"
                align={column.align}
                className={classes.head}
                style={{ width: column.width }}
                aria-label={
                  column.hidden && typeof column.label === 'string'
                    ? column.label
                    : undefined
                }
              >
                {column.hidden ? null : column.label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>{children}</TableBody>
      </Table>
    </TableContainer>
  );
}
