import Chip from '@material-ui/core/Chip';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type {
  EntityDelivery,
  ReleaseView,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { type Column, ListTable } from '../lists';
import { Age, ExternalLink, shortSha } from '../status';

const useStyles = makeStyles(theme => ({
  head: { fontWeight: 'inherit', overflowWrap: 'anywhere' },
  chip: { margin: theme.spacing(0, 0, 0, 1) },
}));

function ReleaseRow(props: { release: ReleaseView }) {
  const { tag, name, url, prerelease, publishedAt, sha, author } =
    props.release;
  const classes = useStyles();
  const t = useT();
  return (
    <TableRow>
      <TableCell
        component="th"
        scope="row"
        role="rowheader"
        className={classes.head}
      >
        <ExternalLink to={url}>
          {name === tag ? tag : `${name} (${tag})`}
        </ExternalLink>
        {prerelease && (
          <Chip
            size="small"
            variant="outlined"
            className={classes.chip}
            label={t('lists.releases.prerelease')}
          />
        )}
      </TableCell>
      <TableCell>
        <Age at={publishedAt} />
      </TableCell>
      <TableCell>{sha && <code>{shortSha(sha)}</code>}</TableCell>
      <TableCell>{author?.name}</TableCell>
    </TableRow>
  );
}

/** The newest releases of the entity's repository. */
export function ReleasesList(props: { delivery: EntityDelivery }) {
  const t = useT();
  const columns: Column[] = [
    { key: 'release', label: t('lists.releases.release') },
    { key: 'published', label: t('lists.releases.published'), width: 140 },
    { key: 'commit', label: t('lists.releases.commit'), width: 120 },
    { key: 'author', label: t('lists.releases.author'), width: 200 },
  ];
  return (
    <ListTable
      caption={t('lists.releases.caption')}
      columns={columns}
      minWidth={600}
    >
      {props.delivery.releases.map(release => (
        <ReleaseRow key={release.id} release={release} />
      ))}
    </ListTable>
  );
}
