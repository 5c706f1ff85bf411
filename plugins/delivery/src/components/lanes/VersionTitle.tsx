import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  formatImageReference,
  type VersionView,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { CommitLine } from '../status';

const useStyles = makeStyles(theme => ({
  label: {
    fontFamily: theme.typography.fontFamily,
    fontSize: '1.375rem',
    fontWeight: 600,
    lineHeight: 1.25,
    overflowWrap: 'anywhere',
    color: theme.palette.text.primary,
  },
  block: { minWidth: 0 },
}));

/** A version in large letters with the commit that it was built from, or why that is not known. */
export function VersionTitle(props: {
  version?: VersionView;
  whenAbsent: string;
}) {
  const { version, whenAbsent } = props;
  const classes = useStyles();
  const t = useT();
  if (!version) {
    return (
      <Typography variant="body2" color="textSecondary">
        {whenAbsent}
      </Typography>
    );
  }
  return (
    <div className={classes.block}>
      <div
        className={classes.label}
        title={version.image && formatImageReference(version.image)}
      >
        {version.label}
      </div>
      {version.commit ? (
        <>
          <CommitLine commit={version.commit} />
          {version.evidence?.certainty === 'inferred' && (
            <Typography
              variant="caption"
              color="textSecondary"
              component="div"
              title={version.evidence.reason}
            >
              ≈ {t('lanes.inferred')}: {version.evidence.reason}
            </Typography>
          )}
        </>
      ) : (
        <Typography variant="caption" color="textSecondary" component="div">
          {t('lanes.commitUnknown')}
          {version.unknownBecause && `: ${version.unknownBecause}`}
        </Typography>
      )}
    </div>
  );
}
