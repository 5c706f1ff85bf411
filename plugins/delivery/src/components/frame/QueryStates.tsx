import { useT } from '../../hooks/useT';
import { Bone, ErrorState, RefreshNotice } from '../status';

/** What stands for data that are not there yet, could not be had, or could not be had anew. */
export function QueryStates(props: {
  query: {
    data: unknown;
    error: Error | null;
    dataUpdatedAt: number;
    refetch(): unknown;
  };
  /** In pixels, about what the data will take. */
  height: number;
  /** What it takes to see the data. */
  permission?: string;
}) {
  const { query, height, permission } = props;
  const t = useT();
  const retry = () => void query.refetch();
  if (query.error) {
    return query.data ? (
      <RefreshNotice fetchedAt={query.dataUpdatedAt} onRetry={retry} />
    ) : (
      <ErrorState error={query.error} permission={permission} onRetry={retry} />
    );
  }
  return query.data ? null : (
    <div role="status" aria-busy aria-label={t('states.loading')}>
      <Bone height={height} />
    </div>
  );
}
