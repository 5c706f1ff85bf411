import { useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import KeyboardArrowDown from '@material-ui/icons/KeyboardArrowDown';
import KeyboardArrowRight from '@material-ui/icons/KeyboardArrowRight';
import type { SourceDetails } from '@throughline/plugin-delivery-common';
import { useLanguage } from '../../hooks/useLanguage';
import { useT } from '../../hooks/useT';
import { useUniqueId } from '../../hooks/useUniqueId';
import { Age, AgeText, ExternalLink, SourceFreshness } from '../status';
import { SourceFindings } from './SourceFindings';

/** What a source can know of, in the order of a change's road. */
const KINDS = [
  'commit',
  'pullRequest',
  'branch',
  'run',
  'artifact',
  'target',
  'deployment',
] as const;

const useStyles = makeStyles(theme => ({
  open: { backgroundColor: theme.palette.background.default },
  head: { fontWeight: 'inherit' },
  wrap: { overflowWrap: 'anywhere' },
  toggle: { margin: '-5px -8px' },
}));

/** A connection; what is wrong with parts of it opens below. */
export function SourceRow(props: { source: SourceDetails; columns: number }) {
  const { source, columns } = props;
  const classes = useStyles();
  const t = useT();
  const number = new Intl.NumberFormat(useLanguage());
  const id = useUniqueId('delivery-source');
  const findings = source.problems.length > 0 || source.malformedCount > 0;
  const [open, setOpen] = useState(false);
  const { error, budget } = source;
  return (
    <>
      <TableRow>
        <TableCell>
          {findings && (
            <IconButton
              size="small"
              className={classes.toggle}
              aria-expanded={open}
              aria-controls={open ? id : undefined}
              aria-label={t('pages.sources.details', { source: source.title })}
              onClick={() => setOpen(!open)}
            >
              {open ? <KeyboardArrowDown /> : <KeyboardArrowRight />}
            </IconButton>
          )}
        </TableCell>
        <TableCell
          component="th"
          scope="row"
          role="rowheader"
          className={classes.head}
        >
          <ExternalLink to={source.url}>{source.title}</ExternalLink>
          <Typography variant="caption" color="textSecondary" component="div">
            {source.id}
          </Typography>
        </TableCell>
        <TableCell className={classes.wrap}>
          <SourceFreshness status={source.state} />
          {error && (
            <Typography variant="caption" color="textSecondary" component="div">
              <strong>{t(`status.sourceError.${error.kind}`)}</strong>:{' '}
              {error.message} (
              <AgeText
                at={error.since}
                text={age => t('pages.sources.since', { age })}
              />
              )
            </Typography>
          )}
          {source.problems.length > 0 && (
            <Typography variant="caption" component="div">
              {t('pages.sources.problems', { count: source.problems.length })}
            </Typography>
          )}
          {source.malformedCount > 0 && (
            <Typography variant="caption" component="div">
              {t('pages.sources.malformed', { count: source.malformedCount })}
            </Typography>
          )}
        </TableCell>
        <TableCell>
          {source.lastSuccessAt ? (
            <Age at={source.lastSuccessAt} />
          ) : (
            t('pages.sources.never')
          )}
          <Typography variant="caption" color="textSecondary" component="div">
            {t(`pages.sources.${source.strategy}`)}
          </Typography>
        </TableCell>
        <TableCell>
          {KINDS.filter(kind => source.counts[kind] > 0).map(kind => (
            <Typography key={kind} variant="body2" component="div">
              {t(`pages.sources.knows.${kind}`, {
                count: source.counts[kind],
                number: number.format(source.counts[kind]),
              })}
            </Typography>
          ))}
        </TableCell>
        <TableCell>
          {budget && (
            <>
              {t('pages.sources.budgetLeft', {
                remaining: number.format(budget.remaining),
                limit: number.format(budget.limit),
              })}
            </>
          )}
        </TableCell>
        <TableCell className={classes.wrap}>
          {source.holder ?? (
            <Typography variant="body2" color="textSecondary">
              {t('pages.sources.nobody')}
            </Typography>
          )}
        </TableCell>
      </TableRow>
      {open && (
        <TableRow id={id} className={classes.open}>
          <TableCell />
          <TableCell colSpan={columns - 1}>
            <SourceFindings source={source} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}
