import Box from '@material-ui/core/Box';
import IconButton from '@material-ui/core/IconButton';
import Typography from '@material-ui/core/Typography';
import ChevronLeft from '@material-ui/icons/ChevronLeft';
import ChevronRight from '@material-ui/icons/ChevronRight';
import type { FleetPage } from '@throughline/plugin-delivery-common';
import { useLanguage } from '../../hooks/useLanguage';
import { useT } from '../../hooks/useT';
import { NativeChoice } from '../lists';
import { LIMITS } from './fleetState';

/** Which rows are shown, and the way to the others. */
export function FleetPaging(props: {
  page: FleetPage;
  limit: number;
  cursors: string[];
  onCursors(cursors: string[]): void;
  onLimit(limit: number): void;
}) {
  const { page, limit, cursors, onCursors, onLimit } = props;
  const t = useT();
  const number = new Intl.NumberFormat(useLanguage());
  const from = cursors.length * limit + 1;
  const to = cursors.length * limit + page.items.length;
  const { nextCursor } = page;
  return (
    <Box
      display="flex"
      flexWrap="wrap"
      alignItems="center"
      justifyContent="flex-end"
      gridGap={16}
    >
      <NativeChoice
        label={t('pages.fleet.perPage')}
        value={String(limit)}
        options={LIMITS.map(value => ({
          value: String(value),
          label: String(value),
        }))}
        onChange={value => onLimit(Number(value))}
      />
      <Typography variant="body2" aria-live="polite">
        {t('pages.fleet.range', {
          from: number.format(from),
          to: number.format(to),
          total: number.format(Math.max(page.total, to)),
        })}
      </Typography>
      <span>
        <IconButton
          size="small"
          aria-label={t('pages.fleet.previous')}
          disabled={cursors.length === 0}
          onClick={() => onCursors(cursors.slice(0, -1))}
        >
          <ChevronLeft />
        </IconButton>
        <IconButton
          size="small"
          aria-label={t('pages.fleet.next')}
          disabled={nextCursor === undefined}
          onClick={() => nextCursor && onCursors([...cursors, nextCursor])}
        >
          <ChevronRight />
        </IconButton>
      </span>
    </Box>
  );
}
