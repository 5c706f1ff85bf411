import { Forge, nodeId } from '../Forge';
import { nameOfLogin } from '../payloads/user';

/** A user, a bot or the organisation. */
export function actorNode(forge: Forge, login: string) {
  return {
    __typename: login === 'acme-ci' ? 'Bot' : 'User',
    id: nodeId('U', login),
    login,
    name: nameOfLogin(login),
    email: '',
    url: `${forge.baseUrl}/${login}`,
    avatarUrl: `${forge.baseUrl}/avatars/${login}`,
  };
}
