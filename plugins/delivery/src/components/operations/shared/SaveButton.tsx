import Button from '@material-ui/core/Button';
import GetApp from '@material-ui/icons/GetApp';
import Typography from '@material-ui/core/Typography';
import { useMutation } from '@tanstack/react-query';
import { messageOf } from '../../../api/messageOf';
import { useT } from '../../../hooks/useT';
import { saveFile } from './saveFile';

/** Asks for a document, and has the browser save it. */
export function SaveButton(props: {
  label: string;
  /** What it is called for those who hear the button alone, where that is more than the label. */
  name?: string;
  fileName: string;
  variant?: 'outlined' | 'text';
  load(): Promise<Blob>;
}) {
  const t = useT();
  const save = useMutation({
    mutationFn: props.load,
    retry: false,
    onSuccess: content => saveFile(content, props.fileName),
  });
  return (
    <>
      <Button
        size="small"
        variant={props.variant ?? 'outlined'}
        startIcon={<GetApp />}
        aria-label={props.name}
        aria-busy={save.isPending}
        style={{ textTransform: 'none' }}
        onClick={() => save.isPending || save.mutate()}
      >
        {save.isPending ? t('operations.save.saving') : props.label}
      </Button>
      {save.isError && (
        <Typography variant="body2" color="error" role="alert">
          {t('operations.save.failed', { message: messageOf(save.error) })}
        </Typography>
      )}
    </>
  );
}
