import Box from '@material-ui/core/Box';
import { useT } from '../../hooks/useT';
import { Bone } from '../status';

/** The places of the lanes and lists while they are fetched for the first time. */
export function DeliverySkeleton() {
  const t = useT();
  return (
    <Box
      role="status"
      aria-busy
      aria-label={t('states.loading')}
      display="flex"
      flexDirection="column"
      gridGap={24}
    >
      <Box display="flex" gridGap={28}>
        {['build', 'first', 'second', 'third'].map(lane => (
          <Bone key={lane} height={196} />
        ))}
      </Box>
      <Bone height={36} width={320} />
      <Bone height={260} />
    </Box>
  );
}
