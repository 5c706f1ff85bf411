import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { MorePages } from '../../hooks/useMorePages';
import { useT } from '../../hooks/useT';

/** Continues a list, and says so when that did not work. */
export function MoreButton(props: { pages: MorePages<unknown> }) {
  const { pages } = props;
  const t = useT();
  if (!pages.hasMore) {
    return null;
  }
  const message =
    pages.error instanceof Error ? pages.error.message : undefined;
  return (
    <Box
      display="flex"
      flexDirection="column"
      alignItems="center"
      mt={1.5}
      aria-live="polite"
    >
      {message && (
        <Typography variant="body2" color="error">
          {t('lists.moreFailed', { message })}
        </Typography>
      )}
      <Button
        size="small"
        variant="outlined"
        disabled={pages.isLoading}
        onClick={pages.loadMore}
        style={{ textTransform: 'none' }}
      >
        {pages.isLoading ? t('lists.loadingMore') : t('lists.more')}
      </Button>
    </Box>
  );
}
