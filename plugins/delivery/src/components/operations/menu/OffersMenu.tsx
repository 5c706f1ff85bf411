import { type ReactElement, useRef, useState } from 'react';
import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useUniqueId } from '../../../hooks/useUniqueId';
import { cx } from '../../status';

const useStyles = makeStyles(theme => ({
  item: { display: 'block', whiteSpace: 'normal', maxWidth: 360 },
  off: { color: theme.palette.text.secondary, cursor: 'not-allowed' },
  button: { textTransform: 'none' },
}));

/** A thing that a menu offers. */
export interface OfferItem {
  key: string;
  label: string;
  /** Why it is off; it is said below the label, where keyboard and screen reader come by. */
  disabledBecause?: string;
}

/** A menu of what can be done; what is off stays in it, with its reason. */
export function OffersMenu(props: {
  label: string;
  items: readonly OfferItem[];
  /** An icon alone, or else a button with this text. */
  icon?: ReactElement;
  text?: string;
  textIcon?: ReactElement;
  onChoose(key: string): void;
}) {
  const { label, items, icon, text, textIcon, onChoose } = props;
  const classes = useStyles();
  const id = useUniqueId('delivery-offers');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const chosen = useRef<string>();
  if (items.length === 0) {
    return null;
  }
  const buttonProps = {
    'aria-label': label,
    'aria-haspopup': 'menu',
    'aria-expanded': anchor !== null,
    'aria-controls': anchor ? id : undefined,
    onClick: (event: { currentTarget: HTMLElement }) =>
      setAnchor(event.currentTarget),
  } as const;

  return (
    <>
      {icon ? (
        <IconButton size="small" {...buttonProps}>
          {icon}
        </IconButton>
      ) : (
        <Button
          size="small"
          variant="outlined"
          className={classes.button}
          startIcon={textIcon}
          {...buttonProps}
        >
          {text}
        </Button>
      )}
      <Menu
        id={id}
        open={anchor !== null}
        anchorEl={anchor}
        getContentAnchorEl={null}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        // Off ones are passed by with the arrow keys too, so that their reasons are heard.
        MenuListProps={{ disabledItemsFocusable: true, 'aria-label': label }}
        onClose={() => setAnchor(null)}
        TransitionProps={{
          // The focus is back at the button by now, and returns to it from the dialog that opens.
          onExited: () => {
            const key = chosen.current;
            chosen.current = undefined;
            if (key !== undefined) {
              onChoose(key);
            }
          },
        }}
      >
        {items.map(item => {
          const off = item.disabledBecause !== undefined;
          return (
            <MenuItem
              key={item.key}
              dense
              aria-disabled={off || undefined}
              className={cx(classes.item, off && classes.off)}
              onClick={() => {
                if (!off) {
                  chosen.current = item.key;
                  setAnchor(null);
                }
              }}
            >
              {item.label}
              {off && (
                <Typography variant="caption" component="div">
                  {item.disabledBecause}
                </Typography>
              )}
            </MenuItem>
          );
        })}
      </Menu>
    </>
  );
}
