import { useEffect, useRef, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import Clear from '@material-ui/icons/Clear';
import Search from '@material-ui/icons/Search';
import { useT } from '../../hooks/useT';

/** How long to wait for the next letter before asking. */
const PAUSE_MS = 250;

/** A search by text: asks when the typing pauses. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange(text: string): void;
}) {
  const { label, value, onChange } = props;
  const t = useT();
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = useRef(onChange);
  tell.current = onChange;

  // The URL may change by other ways than by typing here.
  useEffect(() => {
    if (value !== told.current) {
      told.current = value;
      setText(value);
    }
  }, [value]);

  useEffect(() => {
    if (text === told.current) {
      return undefined;
    }
    const timer = setTimeout(() => {
      told.current = text;
      tell.current(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <TextField
      size="small"
      variant="outlined"
      type="search"
      placeholder={label}
      value={text}
      onChange={event => setText(event.target.value)}
      inputProps={{ 'aria-label': label }}
      InputProps={{
        startAdornment: (
          <InputAdornment position="start">
            <Search fontSize="small" aria-hidden />
          </InputAdornment>
        ),
        endAdornment: text ? (
          <IconButton
            size="small"
            aria-label={t('pages.fleet.clearSearch')}
            onClick={() => setText('')}
          >
            <Clear fontSize="small" />
          </IconButton>
        ) : undefined,
      }}
    />
  );
}
