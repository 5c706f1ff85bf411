import { useState } from 'react';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import Typography from '@material-ui/core/Typography';
import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { deliveryApiRef } from '../../api';
import { useT } from '../../hooks/useT';
import { Bone, ErrorState } from '../status';
import { LiveDetailsTable } from './LiveDetailsTable';

const OFFERED = ['resources', 'pods', 'events'] as const;

/** What is asked of the source itself, and only when somebody wants to see it. */
export function LiveDetails(props: { targetId: string; entityRef: string }) {
  const { targetId, entityRef } = props;
  const api = useApi(deliveryApiRef);
  const t = useT();
  const [kind, setKind] = useState<(typeof OFFERED)[number]>();
  const query = useQuery({
    queryKey: ['delivery', 'details', entityRef, targetId, kind],
    enabled: kind !== undefined,
    staleTime: 0,
    gcTime: 0,
    refetchInterval: false,
    refetchOnWindowFocus: false,
    retry: false,
    queryFn: ({ signal }) =>
      api.getDetails(targetId, kind!, entityRef, { signal }),
  });
  return (
    <div>
      <Box display="flex" alignItems="center" flexWrap="wrap" gridGap={12}>
        <ButtonGroup size="small" aria-label={t('targets.live')}>
          {OFFERED.map(offered => (
            <Button
              key={offered}
              aria-pressed={kind === offered}
              variant={kind === offered ? 'contained' : 'outlined'}
              onClick={() => setKind(kind === offered ? undefined : offered)}
              style={{ textTransform: 'none' }}
            >
              {t(`targets.${offered}`)}
            </Button>
          ))}
        </ButtonGroup>
        <Typography variant="caption" color="textSecondary">
          {t('targets.liveHint')}
        </Typography>
      </Box>
      {kind && (
        <Box mt={1} aria-live="polite" aria-busy={query.isFetching}>
          {query.isPending && <Bone height={72} />}
          {query.isError && (
            <ErrorState
              error={query.error}
              permission="delivery.details.read"
              onRetry={() => query.refetch()}
            />
          )}
          {query.data && <LiveDetailsTable details={query.data} />}
        </Box>
      )}
    </div>
  );
}
