import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core';

const useStyles = makeStyles({
  root: {
    height: 3 * sidebarConfig.logoHeight,
    display: 'flex',
    alignItems: 'center',
    marginLeft: 20,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: 12,
    color: '#fff',
    fontSize: 18,
    fontWeight: 600,
    letterSpacing: 0.2,
  },
});

/** A line that runs through three stages, and the name where there is room for it. */
export const SidebarLogo = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={classes.root}>
      <Link
        to="/"
        underline="none"
        className={classes.link}
        aria-label="Throughline, home"
      >
        <svg width="32" height="20" viewBox="0 0 32 20" aria-hidden="true">
          <path d="M2 10h28" stroke="#7df3e1" strokeWidth="2" fill="none" />
          <circle cx="6" cy="10" r="4" fill="#7df3e1" />
          <circle cx="16" cy="10" r="4" fill="#7df3e1" />
          <circle
            cx="26"
            cy="10"
            r="4"
            fill="#171717"
            stroke="#7df3e1"
            strokeWidth="2"
          />
        </svg>
        {isOpen && <span>Throughline</span>}
      </Link>
    </div>
  );
};
