import { personByEmail, personByLogin } from '../../world/people';
import { Forge, nodeId, stableId } from '../Forge';

/** A user, as it appears within other answers. */
export function userPayload(forge: Forge, login: string) {
  const url = `${forge.baseUrl}/api/v3/users/${login}`;
  const bot = login === 'acme-ci';
  return {
    login,
    id: stableId(`user ${login}`),
    node_id: nodeId('U', login),
    avatar_url: `${forge.baseUrl}/avatars/${login}`,
    gravatar_id: '',
    url,
    html_url: `${forge.baseUrl}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: bot ? 'Bot' : 'User',
    site_admin: false,
  };
}

/** An organisation, where a user is expected. */
export function organizationPayload(forge: Forge, login: string) {
  return { ...userPayload(forge, login), type: 'Organization' };
}

/** The forge's user for a commit's signature; null where the address belongs to nobody, as upstream. */
export function userOfEmail(forge: Forge, email: string) {
  const person = personByEmail(email);
  return person ? userPayload(forge, person.login) : null;
}

/** A user's display name. */
export function nameOfLogin(login: string): string {
  return personByLogin(login)?.name ?? login;
}
