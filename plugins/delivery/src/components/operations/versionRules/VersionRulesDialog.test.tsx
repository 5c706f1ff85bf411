import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { EnvironmentVersionRules } from '@throughline/plugin-delivery-common';
import {
  proposal,
  versionRules,
  versionRuleTrial,
} from '../../../__testUtils__';
import {
  mockOperationsApi,
  renderDelivery,
} from '../../../__testUtils__/renderDelivery';
import { VersionRulesDialog } from './VersionRulesDialog';

const FILE = 'apps/checkout/overlays/production/kustomization.yaml';

function open(
  production: Partial<EnvironmentVersionRules> = {},
  answers: Parameters<typeof mockOperationsApi>[0] = {},
) {
  const api = mockOperationsApi({
    getVersionRules: async () => versionRules(production),
    ...answers,
  });
  renderDelivery(
    <VersionRulesDialog
      entityRef="component:default/checkout"
      environment="production"
      title="Production"
      onClosed={() => {}}
    />,
    { operationsApi: api },
  );
  return api;
}

const dialog = async () =>
  within(
    await screen.findByRole('dialog', {
      name: 'Where does the version live in Production?',
    }),
  );

async function tryOut(shown: Awaited<ReturnType<typeof dialog>>) {
  await userEvent.click(
    await shown.findByRole('button', { name: `Try it out: ${FILE}` }),
  );
  await userEvent.click(
    shown.getByRole('button', { name: 'Show what it would write' }),
  );
}

describe('the dialog of where a version lives', () => {
  it('looks first, and says so', async () => {
    const api = open({}, { getVersionRules: () => new Promise(() => {}) });
    const shown = await dialog();
    expect(
      shown.getByRole('status', { name: 'Looking at what it is made from' }),
    ).toBeInTheDocument();
    expect(api.getVersionRules.mock.calls[0].slice(0, 2)).toEqual([
      { kind: 'component', namespace: 'default', name: 'checkout' },
      'production',
    ]);
  });

  it('says why that failed, and looks again', async () => {
    const api = open(
      {},
      { getVersionRules: () => Promise.reject(new Error('The forge is down')) },
    );
    const shown = await dialog();
    expect(await shown.findByRole('alert')).toHaveTextContent(
      'The forge is down',
    );
    api.getVersionRules.mockResolvedValue(versionRules());
    await userEvent.click(shown.getByRole('button', { name: 'Try again' }));
    expect(await shown.findByText('Rules in force')).toBeInTheDocument();
    expect(shown.queryByRole('alert')).toBeNull();
  });

  it('shows what is in force and what says so, and where there is no rule', async () => {
    open();
    const shown = await dialog();
    expect(
      await shown.findByText('image.tag in apps/checkout/values-staging.yaml'),
    ).toHaveTextContent('delivery.operations.versions[1]');
    expect(shown.getByText('no rule')).toHaveTextContent(
      'no rule tells where checkout-prod lives',
    );
  });

  it('shows a proposal with what speaks for it', async () => {
    const [place] = proposal().places;
    open({
      proposals: [
        proposal({
          match: 'differs',
          places: [
            { ...place, match: 'differs', current: '1.4.0' },
            {
              ...place,
              targetId: '2',
              target: 'checkout-us',
              match: 'unknown',
              runs: undefined,
            },
          ],
          missing: ['checkout-ap'],
          remarks: ['whatever else includes it gets the version, too'],
        }),
      ],
    });
    const shown = await dialog();
    const found = within(await shown.findByRole('region', { name: FILE }));
    expect(
      found.getAllByText('Found, but differs from what runs'),
    ).toHaveLength(2);
    const rows = within(
      found.getByRole('region', { name: `What ${FILE} says for each target` }),
    ).getAllByRole('row');
    expect(rows[1]).toHaveTextContent(/checkout-prod.*1\.4\.0.*1\.4\.2/);
    expect(rows[2]).toHaveTextContent(/checkout-us.*not known/);
    expect(found.getByText('It does not fit checkout-ap.')).toBeVisible();
    expect(found.getByText(/whatever else includes it/)).toBeVisible();
    // It is tried out before it is written down.
    expect(shown.queryByText('To put it in force')).toBeNull();
  });

  it('tries it out, shows the difference, and then what to write down', async () => {
    const api = open();
    const shown = await dialog();
    await userEvent.click(
      await shown.findByRole('button', { name: `Try it out: ${FILE}` }),
    );
    const field = shown.getByLabelText(/^Version/);
    expect(field).toHaveValue('1.5.0');
    await userEvent.clear(field);
    expect(
      shown.getByRole('button', { name: 'Show what it would write' }),
    ).toBeDisabled();
    await userEvent.type(field, '1.6.0');
    await userEvent.selectOptions(shown.getByLabelText('How'), 'commit');
    await userEvent.click(
      shown.getByRole('button', { name: 'Show what it would write' }),
    );
    expect(
      await shown.findByText('A promotion to 1.6.0 would write'),
    ).toBeInTheDocument();
    expect(api.tryVersionRule.mock.calls).toEqual([
      [
        { kind: 'component', namespace: 'default', name: 'checkout' },
        {
          environment: 'production',
          rule: { ...proposal().rule, write: 'commit' },
          version: '1.6.0',
        },
      ],
    ]);
    expect(shown.getByText('+newTag: 1.6.0')).toBeInTheDocument();
    expect(shown.getByText('Nothing has been written.')).toBeInTheDocument();
    expect(
      shown.getByRole('region', {
        name: 'In the catalog file of the service',
      }),
    ).toHaveTextContent('delivery/version-rules');
    expect(
      shown.getByRole('button', {
        name: 'Copy: In app-config.yaml of the portal',
      }),
    ).toBeInTheDocument();
  });

  it('says that nothing would change', async () => {
    open(
      {},
      {
        tryVersionRule: async (_, input) =>
          versionRuleTrial(input, {
            changes: [],
            snippets: { config: 'x: 1', noAnnotationBecause: 'of a base' },
          }),
      },
    );
    const shown = await dialog();
    await tryOut(shown);
    expect(
      await shown.findByText(/Git says 1\.5\.0 there already/),
    ).toBeInTheDocument();
    expect(
      shown.getByText('In the catalog file of the service: of a base'),
    ).toBeInTheDocument();
  });

  it('says that it would be refused, and gives nothing to write down then', async () => {
    open(
      {},
      {
        tryVersionRule: async (_, input) =>
          versionRuleTrial(input, {
            changes: [],
            refusedBecause: 'the digest is not known',
          }),
      },
    );
    const shown = await dialog();
    await tryOut(shown);
    expect(await shown.findByRole('alert')).toHaveTextContent(
      'the digest is not known',
    );
    expect(shown.queryByText('To put it in force')).toBeNull();
  });

  it('says that it could not be tried out', async () => {
    open(
      {},
      { tryVersionRule: () => Promise.reject(new Error('not allowed')) },
    );
    const shown = await dialog();
    await tryOut(shown);
    expect(await shown.findByRole('alert')).toHaveTextContent('not allowed');
  });

  it('says why nothing was found, and why nothing is proposed', async () => {
    open({
      proposals: [],
      nothingFound: [
        { target: 'checkout-prod', because: 'no file names its image' },
      ],
    });
    const shown = await dialog();
    expect(
      await shown.findByText('checkout-prod: no file names its image'),
    ).toBeInTheDocument();
    expect(shown.queryByRole('button', { name: /^Try it out/ })).toBeNull();
  });

  it('proposes nothing to who may not look', async () => {
    open({
      proposals: undefined,
      nothingFound: undefined,
      mayNotTryBecause: 'only its owner may do this',
    });
    const shown = await dialog();
    expect(
      await shown.findByText('only its owner may do this'),
    ).toBeInTheDocument();
    await userEvent.click(shown.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
