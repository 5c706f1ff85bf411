import Button from '@material-ui/core/Button';
import GetApp from '@material-ui/icons/GetApp';
import Typography from '@material-ui/core/Typography';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation } from '@tanstack/react-query';
import { deliveryOperationsApiRef } from '../../../api';
import { messageOf } from '../../../api/messageOf';
import { useT } from '../../../hooks/useT';
import { type OperationsFilters, operationsQuery } from './operationsState';
import { saveFile } from './saveFile';

/** Saves what the filters let through, all pages of it, as CSV. */
export function ExportButton(props: { filters: OperationsFilters }) {
  const t = useT();
  const api = useApi(deliveryOperationsApiRef);
  const save = useMutation({
    mutationFn: () => api.exportOperations(operationsQuery(props.filters)),
    retry: false,
    onSuccess: content => saveFile(content, 'operations.csv'),
  });
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        startIcon={<GetApp />}
        aria-busy={save.isPending}
        style={{ textTransform: 'none' }}
        onClick={() => save.isPending || save.mutate()}
      >
        {t(
          save.isPending ? 'operationsPage.exporting' : 'operationsPage.export',
        )}
      </Button>
      {save.isError && (
        <Typography variant="body2" color="error" role="alert">
          {t('operationsPage.exportFailed', { message: messageOf(save.error) })}
        </Typography>
      )}
    </>
  );
}
