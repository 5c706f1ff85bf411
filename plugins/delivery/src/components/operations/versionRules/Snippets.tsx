import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { VersionRuleSnippets } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { CopyButton } from '../../delivery/CopyButton';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    marginTop: theme.spacing(0.5),
  },
  caption: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
  },
  code: {
    margin: 0,
    padding: theme.spacing(1.5),
    overflowX: 'auto',
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.action.hover,
    fontSize: '0.8125rem',
  },
}));

function Snippet(props: { title: string; text: string }) {
  const { title, text } = props;
  const classes = useStyles();
  return (
    <div>
      <div className={classes.caption}>
        <Typography variant="body2">{title}</Typography>
        <CopyButton text={text} what={title} />
      </div>
      <pre
        className={classes.code}
        role="region"
        aria-label={title}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {text}
      </pre>
    </div>
  );
}

/** What to write down for a rule to be in force: one of the two is enough. */
export function Snippets(props: { snippets: VersionRuleSnippets }) {
  const { annotation, noAnnotationBecause, config } = props.snippets;
  const classes = useStyles();
  const t = useT();
  return (
    <div className={classes.root}>
      {annotation ? (
        <Snippet title={t('versionRules.catalog')} text={annotation} />
      ) : (
        <Typography variant="body2">
          {t('versionRules.catalog')}: {noAnnotationBecause}
        </Typography>
      )}
      <Snippet title={t('versionRules.config')} text={config} />
    </div>
  );
}
