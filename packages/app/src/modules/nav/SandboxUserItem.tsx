import { SidebarItem } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Menu, MenuItem } from '@material-ui/core';
import PersonIcon from '@material-ui/icons/Person';
import { useState, type MouseEvent } from 'react';
import {
  chooseSandboxUser,
  currentSandboxUser,
  readSandboxUsers,
} from '../signIn/sandboxUsers';

/** Says who one is in the sandbox, and lets one be somebody else. */
export const SandboxUserItem = ({
  reload = () => window.location.reload(),
}: {
  /** Loads the page anew, with the other user's session. */
  reload?: () => void;
}) => {
  const users = readSandboxUsers(useApi(configApiRef));
  const current = currentSandboxUser(users);
  const [anchor, setAnchor] = useState<Element>();
  if (!current) {
    return null;
  }
  return (
    <>
      <SidebarItem
        icon={PersonIcon}
        text={current.title}
        aria-haspopup="menu"
        onClick={(event: MouseEvent) => setAnchor(event.currentTarget)}
      />
      <Menu
        anchorEl={anchor}
        open={anchor !== undefined}
        onClose={() => setAnchor(undefined)}
        MenuListProps={{ 'aria-label': 'Be somebody else of the sandbox' }}
      >
        {users.map(user => (
          <MenuItem
            key={user.ref}
            role="menuitemradio"
            aria-checked={user === current}
            selected={user === current}
            onClick={() => {
              chooseSandboxUser(user);
              reload();
            }}
          >
            {user.role ? `${user.title} (${user.role})` : user.title}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};
