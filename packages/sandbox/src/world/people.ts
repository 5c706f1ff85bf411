import { Person } from './Scenario';

/** A team of the company. */
export interface Team {
  name: string;
  title: string;
  description: string;
}

/** The teams of acme. */
export const teams: Team[] = [
  {
    name: 'payments',
    title: 'Payments',
    description: 'Checkout, payments and the ledger',
  },
  {
    name: 'web',
    title: 'Web',
    description: 'Storefront, search and the style guide',
  },
  { name: 'data', title: 'Data', description: 'Recommendations' },
  { name: 'logistics', title: 'Logistics', description: 'Stock and shipping' },
  {
    name: 'platform',
    title: 'Platform',
    description: 'What all teams build on',
  },
];

/** Those who may act on production; they own nothing. */
export const releaseManagers: Team = {
  name: 'release-managers',
  title: 'Release managers',
  description: 'Who may act on production',
};

/** Everybody who writes code at acme. */
export const people: Person[] = [
  person('maya', 'Maya Lindqvist', 'payments'),
  person('tomas', 'Tomas Reyes', 'payments'),
  person('priya', 'Priya Nair', 'payments'),
  person('jonas', 'Jonas Weber', 'web'),
  person('aiko', 'Aiko Tanaka', 'web'),
  person('leila', 'Leila Haddad', 'data'),
  person('samuel', 'Samuel Okoro', 'logistics'),
  person('ines', 'Ines Moreau', 'platform'),
];

/** Those who release and write no code: two, since nobody approves what they asked for themselves. */
export const releasers: Person[] = [
  person('nadia', 'Nadia Kovacs', releaseManagers.name),
  person('omar', 'Omar Diallo', releaseManagers.name),
];

/** Whoever tries the sandbox: of no team, so that there is nothing that a guest may do. */
export const guest: Person = person('guest', 'Guest');

/** The bot in whose name workflows write. */
export const ci: Person = {
  login: 'acme-ci',
  name: 'Acme CI',
  email: 'ci@acme.example',
};

/** People, who releases, the guest and the bot. */
export const everybody: Person[] = [...people, ...releasers, guest, ci];

/** The person with an e-mail address. */
export function personByEmail(email: string): Person | undefined {
  return everybody.find(
    candidate => candidate.email.toLowerCase() === email.toLowerCase(),
  );
}

/** The person with a login. */
export function personByLogin(login: string): Person | undefined {
  return everybody.find(candidate => candidate.login === login);
}

function person(login: string, name: string, team?: string): Person {
  return {
    login,
    name,
    email: `${login}@acme.example`,
    ...(team && { team }),
  };
}
