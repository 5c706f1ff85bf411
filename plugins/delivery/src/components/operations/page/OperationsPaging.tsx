import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import ChevronLeft from '@material-ui/icons/ChevronLeft';
import ChevronRight from '@material-ui/icons/ChevronRight';
import { useT } from '../../../hooks/useT';

/** The way to newer and older operations. */
export function OperationsPaging(props: {
  nextCursor: string | undefined;
  cursors: string[];
  onCursors(cursors: string[]): void;
}) {
  const { nextCursor, cursors, onCursors } = props;
  const t = useT();
  if (cursors.length === 0 && nextCursor === undefined) {
    return null;
  }
  return (
    <Box
      component="nav"
      aria-label={t('operationsPage.pages')}
      display="flex"
      justifyContent="flex-end"
      gridGap={8}
    >
      <Button
        size="small"
        startIcon={<ChevronLeft />}
        disabled={cursors.length === 0}
        style={{ textTransform: 'none' }}
        onClick={() => onCursors(cursors.slice(0, -1))}
      >
        {t('operationsPage.previous')}
      </Button>
      <Button
        size="small"
        endIcon={<ChevronRight />}
        disabled={nextCursor === undefined}
        style={{ textTransform: 'none' }}
        onClick={() => nextCursor && onCursors([...cursors, nextCursor])}
      >
        {t('operationsPage.next')}
      </Button>
    </Box>
  );
}
