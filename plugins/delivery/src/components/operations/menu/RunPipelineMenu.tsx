import Box from '@material-ui/core/Box';
import PlayArrow from '@material-ui/icons/PlayArrow';
import { useT } from '../../../hooks/useT';
import { useOperations } from '../OperationsContext';
import { OffersMenu } from './OffersMenu';

/** The pipelines that can be run by hand. */
export function RunPipelineMenu() {
  const t = useT();
  const { operations, ask } = useOperations();
  if (!operations || operations.pipelines.length === 0) {
    return null;
  }
  const { entityRef, pipelines } = operations;
  return (
    <Box display="flex" justifyContent="flex-end" mb={1.5}>
      <OffersMenu
        label={t('operations.menu.run')}
        text={t('operations.menu.run')}
        textIcon={<PlayArrow />}
        items={pipelines.map(({ id, name, offer }) => ({
          key: id,
          label: t('operations.runPipelineOf', { subject: name }),
          disabledBecause: offer.disabledBecause,
        }))}
        onChoose={key =>
          ask({
            input: { type: 'runPipeline', entityRef, pipelineId: key },
            subject: pipelines.find(({ id }) => id === key)?.name,
          })
        }
      />
    </Box>
  );
}
