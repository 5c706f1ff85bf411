import type { ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import { alpha, makeStyles } from '@material-ui/core/styles';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import InfoOutlined from '@material-ui/icons/InfoOutlined';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import CloudOff from '@material-ui/icons/CloudOff';
import LockOutlined from '@material-ui/icons/LockOutlined';
import { cx } from './cx';
import { type Tone, TONES, toneColor, useToneStyles } from './tones';

const ICONS = {
  info: InfoOutlined,
  warning: ReportProblemOutlined,
  error: ErrorOutline,
  stale: CloudOff,
  lock: LockOutlined,
};

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1.25, 2),
    borderRadius: theme.shape.borderRadius,
    borderLeft: '4px solid',
    alignItems: 'flex-start',
  },
  icon: { marginTop: 1, flex: 'none' },
  body: {
    flex: 1,
    minWidth: 0,
    overflowWrap: 'anywhere',
    color: theme.palette.text.primary,
  },
  action: { flex: 'none', alignSelf: 'center' },
  ...Object.fromEntries(
    TONES.map(tone => [
      `${tone}Box`,
      {
        borderLeftColor: toneColor(theme, tone),
        backgroundColor: tint(toneColor(theme, tone)),
      },
    ]),
  ),
}));

function tint(color: string): string {
  try {
    return alpha(color, 0.09);
  } catch {
    return 'transparent';
  }
}

/** A remark that stands apart from the data, with its reason and what to do. */
export function Notice(props: {
  tone: Tone;
  icon?: keyof typeof ICONS;
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  const { tone, icon = 'info', title, children, action, className } = props;
  const classes: Record<string, string> = useStyles();
  const tones = useToneStyles();
  const Icon = ICONS[icon];
  return (
    <div
      role="note"
      className={cx(classes.root, classes[`${tone}Box`], className)}
    >
      <Icon
        aria-hidden
        fontSize="small"
        className={cx(classes.icon, tones[tone])}
      />
      <div className={classes.body}>
        {title && (
          <Typography variant="body2" component="p">
            <strong>{title}</strong>
          </Typography>
        )}
        {children && (
          <Typography variant="body2" component="div">
            {children}
          </Typography>
        )}
      </div>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
