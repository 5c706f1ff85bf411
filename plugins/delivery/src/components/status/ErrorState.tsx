import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import CloudOff from '@material-ui/icons/CloudOff';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import LockOutlined from '@material-ui/icons/LockOutlined';
import SearchOutlined from '@material-ui/icons/SearchOutlined';
import PowerOutlined from '@material-ui/icons/PowerOutlined';
import { classifyError, type ErrorClass } from '../../api/classifyError';
import { messageOf } from '../../api/messageOf';
import { useT } from '../../hooks/useT';
import { type Tone, useToneStyles } from './tones';

const LOOKS: Record<ErrorClass, { Icon: typeof CloudOff; tone: Tone }> = {
  notFound: { Icon: SearchOutlined, tone: 'neutral' },
  notInstalled: { Icon: PowerOutlined, tone: 'warning' },
  forbidden: { Icon: LockOutlined, tone: 'neutral' },
  signedOut: { Icon: LockOutlined, tone: 'info' },
  unreachable: { Icon: CloudOff, tone: 'warning' },
  broken: { Icon: ErrorOutline, tone: 'negative' },
};

/** Why there is nothing to show, and what to do about it; each kind of failure looks its own way. */
export function ErrorState(props: {
  error: unknown;
  /** The permission that would allow it. */
  permission?: string;
  onRetry(): void;
}) {
  const { error, permission = 'catalog.entity.read', onRetry } = props;
  const t = useT();
  const tones = useToneStyles();
  const kind = classifyError(error);
  const { Icon, tone } = LOOKS[kind];
  const message = messageOf(error);
  return (
    <Paper variant="outlined" role="alert" data-error={kind}>
      <Box
        display="flex"
        flexDirection="column"
        alignItems="center"
        textAlign="center"
        px={3}
        py={5}
      >
        <Icon aria-hidden fontSize="large" className={tones[tone]} />
        <Box mt={1.5} mb={1}>
          <Typography variant="h5" component="h2">
            {t(`states.${kind}Title`)}
          </Typography>
        </Box>
        <Box maxWidth={620}>
          <Typography>
            {kind === 'forbidden'
              ? t('states.forbiddenText', { permission })
              : t(`states.${kind}Text`)}
          </Typography>
          {(kind === 'broken' || kind === 'unreachable') && (
            <Box mt={1.5} style={{ overflowWrap: 'anywhere' }}>
              <Typography variant="body2" color="textSecondary">
                {t('states.errorDetails')}: <code>{message}</code>
              </Typography>
            </Box>
          )}
        </Box>
        {kind !== 'forbidden' && (
          <Box mt={3}>
            <Button
              variant="outlined"
              color="primary"
              onClick={onRetry}
              style={{ textTransform: 'none' }}
            >
              {t('states.retry')}
            </Button>
          </Box>
        )}
      </Box>
    </Paper>
  );
}
