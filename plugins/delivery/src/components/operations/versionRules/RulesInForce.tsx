import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentVersionRules } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { Part } from '../shared';
import { ruleText } from './ruleText';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(96px, max-content) 1fr',
    gap: theme.spacing(0.75, 2),
    margin: theme.spacing(0.5, 0, 0),
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: '1fr' },
  },
  value: { margin: 0, overflowWrap: 'anywhere' },
}));

/** The rules of all environments: where one has none, the others show what it could look like. */
export function RulesInForce(props: {
  environments: readonly EnvironmentVersionRules[];
  /** The name of the environment that is asked about. */
  current: string;
}) {
  const { environments, current } = props;
  const classes = useStyles();
  const t = useT();
  return (
    <Part title={t('versionRules.inForce')}>
      <dl className={classes.list}>
        {environments.map(({ environment, title, targets }) => [
          <Typography
            key={`${environment} name`}
            variant="body2"
            component="dt"
            style={{ fontWeight: environment === current ? 600 : undefined }}
          >
            {title}
          </Typography>,
          <dd key={environment} className={classes.value}>
            {linesOf(targets, t).map(({ text, detail }) => (
              <Typography key={text} variant="body2">
                {text}
                <Typography
                  variant="caption"
                  color="textSecondary"
                  component="span"
                  display="block"
                >
                  {detail}
                </Typography>
              </Typography>
            ))}
          </dd>,
        ])}
      </dl>
    </Part>
  );
}

/** Targets of which the same is to be said are one line. */
function linesOf(
  targets: EnvironmentVersionRules['targets'],
  t: ReturnType<typeof useT>,
): { text: string; detail: string }[] {
  const lines = new Map<string, { text: string; detail: string }>();
  for (const { name, inForce, missingBecause = '' } of targets) {
    const text = inForce ? ruleText(inForce, t) : t('versionRules.noRule');
    const reason = missingBecause.replaceAll(name, '…');
    const detail = inForce?.where ?? missingBecause;
    const known = lines.get(`${text} ${inForce?.where ?? reason}`);
    lines.set(`${text} ${inForce?.where ?? reason}`, {
      text,
      detail: known && !inForce ? reason : detail,
    });
  }
  return [...lines.values()];
}
