import Box from '@material-ui/core/Box';
import LinearProgress from '@material-ui/core/LinearProgress';
import { useT } from '../../hooks/useT';

/** Says that what stands below is about to be replaced; its place is kept, so that nothing jumps. */
export function UpdatingBar(props: { on: boolean }) {
  const t = useT();
  return (
    <Box height={4} mb={-2}>
      {props.on && <LinearProgress aria-label={t('pages.fleet.updating')} />}
    </Box>
  );
}
