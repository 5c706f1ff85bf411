import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { CommitSummary } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { Age } from './Age';
import { ExternalLink } from './ExternalLink';

const useStyles = makeStyles({
  subject: {
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
    overflowWrap: 'anywhere',
  },
  sha: { fontFamily: 'monospace' },
});

/** The first seven digits of a commit, as people write it. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** A commit: its subject, who wrote it and when. */
export function CommitLine(props: { commit: CommitSummary }) {
  const { commit } = props;
  const classes = useStyles();
  const t = useT();
  return (
    <>
      <Typography variant="body2" component="div" className={classes.subject}>
        <ExternalLink to={commit.url} title={commit.subject}>
          {commit.subject || shortSha(commit.sha)}
        </ExternalLink>
      </Typography>
      <Typography variant="caption" color="textSecondary" component="div">
        <span className={classes.sha}>{shortSha(commit.sha)}</span>{' '}
        {t('lists.changes.by', { author: commit.author.name })}
        {' · '}
        <Age at={commit.committedAt} />
      </Typography>
    </>
  );
}
