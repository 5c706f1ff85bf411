import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { VersionRulePlace } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { StatusMark } from '../../status';
import { matchLooks } from './matchLooks';

const useStyles = makeStyles({
  table: { minWidth: 480 },
  text: { overflowWrap: 'anywhere' },
  version: { minWidth: 112 },
});

/** What the files say for each target beside what runs there: the evidence of a proposal. */
export function PlacesTable(props: {
  places: readonly VersionRulePlace[];
  file: string;
}) {
  const { places, file } = props;
  const classes = useStyles();
  const t = useT();
  const label = t('versionRules.placesOf', { file });
  return (
    <TableContainer role="region" aria-label={label} tabIndex={0}>
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            <TableCell>{t('versionRules.target')}</TableCell>
            <TableCell>{t('versionRules.file')}</TableCell>
            <TableCell>{t('versionRules.says')}</TableCell>
            <TableCell>{t('versionRules.runs')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {places.map(place => (
            <TableRow key={`${place.targetId} ${place.file}`}>
              <TableCell className={classes.text}>{place.target}</TableCell>
              <TableCell className={classes.text}>
                <code>{place.file}</code>
                <br />
                {place.repository}{' '}
                {t('versionRules.onBranch', { branch: place.branch })}
              </TableCell>
              <TableCell className={classes.version}>
                {place.current ?? '–'}
              </TableCell>
              <TableCell className={classes.version}>
                {place.runs ?? t('versionRules.notKnown')}{' '}
                <StatusMark
                  iconOnly
                  size="small"
                  look={matchLooks[place.match]}
                  word={t(`versionRules.match.${place.match}`)}
                />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
