import { useEffect, useRef, useState } from 'react';
import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import IconButton from '@material-ui/core/IconButton';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Close from '@material-ui/icons/Close';
import ExpandMore from '@material-ui/icons/ExpandMore';
import type { Lane } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { TargetActions } from '../operations';
import { TargetDetailsView } from './TargetDetailsView';
import { TargetSummary } from './TargetSummary';

const useStyles = makeStyles(theme => ({
  root: { marginTop: theme.spacing(2) },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: theme.spacing(1, 1, 1, 2),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  title: { fontSize: '1rem', fontWeight: 600, outline: 'none' },
  target: { '&&': { margin: 0 } },
  line: {
    display: 'flex',
    alignItems: 'center',
    paddingRight: theme.spacing(1),
  },
  summary: { flex: 1, minWidth: 0 },
  details: { display: 'block', padding: theme.spacing(0, 2, 2) },
}));

/** The targets of one environment, each to be opened. */
export function TargetsPanel(props: {
  id: string;
  lane: Lane;
  entityRef: string;
  onClose(): void;
}) {
  const { id, lane, entityRef, onClose } = props;
  const classes = useStyles();
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  const only = lane.targets.length === 1 ? lane.targets[0].id : undefined;
  const [openIds, setOpenIds] = useState<string[]>(only ? [only] : []);

  // The panel opens below the lanes: who opened it by keyboard goes on from here.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  return (
    <Paper
      variant="outlined"
      component="section"
      id={id}
      aria-labelledby={`${id}-title`}
      className={classes.root}
    >
      <div className={classes.head}>
        <Typography
          id={`${id}-title`}
          component="h3"
          className={classes.title}
          ref={heading}
          tabIndex={-1}
        >
          {t('targets.title', { environment: lane.environment.title })}
        </Typography>
        <IconButton
          size="small"
          aria-label={t('targets.close')}
          onClick={onClose}
        >
          <Close fontSize="small" />
        </IconButton>
      </div>
      {lane.targets.map(target => (
        <Accordion
          key={target.id}
          square
          className={classes.target}
          elevation={0}
          expanded={openIds.includes(target.id)}
          onChange={(_, expanded) =>
            setOpenIds(ids =>
              expanded
                ? [...ids, target.id]
                : ids.filter(other => other !== target.id),
            )
          }
          TransitionProps={{ unmountOnExit: true, timeout: 150 }}
        >
          {/* Beside the summary, since a button cannot hold another one. */}
          <div className={classes.line}>
            <AccordionSummary
              expandIcon={<ExpandMore />}
              className={classes.summary}
            >
              <TargetSummary target={target} />
            </AccordionSummary>
            <TargetActions target={target} />
          </div>
          <AccordionDetails className={classes.details}>
            <TargetDetailsView target={target} entityRef={entityRef} />
          </AccordionDetails>
        </Accordion>
      ))}
    </Paper>
  );
}
