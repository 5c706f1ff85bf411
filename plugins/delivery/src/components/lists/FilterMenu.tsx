import { useRef, useState } from 'react';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Popover from '@material-ui/core/Popover';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDropDown from '@material-ui/icons/ArrowDropDown';
import { useT } from '../../hooks/useT';

/** More are not drawn at once: who has thousands of owners finds them by typing. */
const SHOWN = 100;

const useStyles = makeStyles(theme => ({
  button: { textTransform: 'none', maxWidth: 260 },
  paper: { padding: theme.spacing(1.5), width: 300 },
  list: {
    maxHeight: 320,
    overflowY: 'auto',
    display: 'flex',
    flexDirection: 'column',
    marginTop: theme.spacing(1),
  },
  label: { overflow: 'hidden', textOverflow: 'ellipsis' },
}));

/** An option of a filter. */
export interface FilterOption {
  value: string;
  label: string;
}

/** A filter that takes several values, to be found by typing. */
export function FilterMenu(props: {
  name: string;
  options: FilterOption[];
  selected: string[];
  onChange(selected: string[]): void;
}) {
  const { name, options, selected, onChange } = props;
  const classes = useStyles();
  const t = useT();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);

  // What is chosen stays in sight even where it does not occur any more.
  const known = new Map(options.map(option => [option.value, option]));
  for (const value of selected) {
    if (!known.has(value)) {
      known.set(value, { value, label: value });
    }
  }
  const needle = text.toLocaleLowerCase();
  const matching = [...known.values()].filter(option =>
    option.label.toLocaleLowerCase().includes(needle),
  );
  const label =
    selected.length === 0
      ? name
      : `${name}: ${known.get(selected[0])?.label ?? selected[0]}${
          selected.length > 1 ? ` +${selected.length - 1}` : ''
        }`;
  const what = name.toLocaleLowerCase();

  return (
    <>
      <Button
        variant="outlined"
        color={selected.length > 0 ? 'primary' : 'default'}
        className={classes.button}
        endIcon={<ArrowDropDown />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={event => setAnchor(event.currentTarget)}
      >
        <span className={classes.label}>{label}</span>
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        getContentAnchorEl={null}
        TransitionProps={{ onEntered: () => input.current?.focus() }}
        PaperProps={{
          className: classes.paper,
          role: 'dialog',
          'aria-label': t('pages.fleet.filterBy', { what }),
        }}
      >
        <TextField
          inputRef={input}
          fullWidth
          size="small"
          variant="outlined"
          placeholder={t('pages.fleet.filterSearch', { what })}
          inputProps={{ 'aria-label': t('pages.fleet.filterSearch', { what }) }}
          value={text}
          onChange={event => setText(event.target.value)}
        />
        <div className={classes.list}>
          {matching.slice(0, SHOWN).map(option => (
            <FormControlLabel
              key={option.value}
              label={<Typography variant="body2">{option.label}</Typography>}
              control={
                <Checkbox
                  size="small"
                  color="primary"
                  checked={selected.includes(option.value)}
                  onChange={(_, checked) =>
                    onChange(
                      checked
                        ? [...selected, option.value]
                        : selected.filter(value => value !== option.value),
                    )
                  }
                />
              }
            />
          ))}
          {matching.length === 0 && (
            <Typography variant="body2" color="textSecondary">
              {t('pages.fleet.filterNone')}
            </Typography>
          )}
        </div>
      </Popover>
    </>
  );
}
