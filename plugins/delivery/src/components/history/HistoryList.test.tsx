import { parseEntityRef } from '@backstage/catalog-model';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { DeploymentView } from '@throughline/plugin-delivery-common';
import { readyDelivery } from '../../__testUtils__';
import {
  mockOperationsApi,
  renderDelivery,
} from '../../__testUtils__/renderDelivery';
import { saveFile } from '../operations/shared/saveFile';
import { HistoryList } from './HistoryList';

jest.mock('../operations/shared/saveFile', () => ({ saveFile: jest.fn() }));

const deployment = readyDelivery.history.items.find(
  (entry): entry is DeploymentView => entry.type === 'deployment',
)!;

/** The cell that says who, of a deployment that came from somewhere. */
async function whoOf(more: Partial<DeploymentView>): Promise<HTMLElement> {
  const items = [{ ...deployment, ...more }];
  renderDelivery(
    <HistoryList delivery={{ ...readyDelivery, history: { items } }} />,
  );
  const table = await screen.findByRole('table', {
    name: 'Deployments, newest first',
  });
  return within(table).getAllByRole('cell')[3];
}

describe('HistoryList', () => {
  it('says who asked for a deployment in the portal, and leads to the operation', async () => {
    const who = within(
      await whoOf({
        actor: { name: 'Argo CD', automated: true },
        trigger: undefined,
        origin: {
          type: 'portal',
          operations: [
            {
              id: 'one&two',
              type: 'promote',
              requestedBy: 'user:default/maya',
            },
          ],
        },
      }),
    );
    expect(who.getByRole('link', { name: 'maya' })).toHaveAttribute(
      'href',
      '/catalog/default/user/maya',
    );
    expect(
      who.getByRole('link', { name: 'Promote, asked for in the portal' }),
    ).toHaveAttribute('href', '/delivery/operations?text=one%26two');
    expect(who.getByText('Argo CD · automatic')).toBeInTheDocument();
  });

  it('saves all that is known of a deployment', async () => {
    const operationsApi = mockOperationsApi();
    renderDelivery(
      <HistoryList
        delivery={{ ...readyDelivery, history: { items: [deployment] } }}
      />,
      { operationsApi },
    );
    await userEvent.click(
      await screen.findByRole('button', {
        name: /^Evidence of the deployment of .+ to /,
      }),
    );
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith(
        expect.any(Blob),
        `deployment-${deployment.id}.json`,
      ),
    );
    expect(operationsApi.exportDeploymentEvidence).toHaveBeenCalledWith(
      parseEntityRef(readyDelivery.entityRef),
      deployment.id,
    );
  });

  it('names nobody for what was asked for on the page of another entity', async () => {
    const who = await whoOf({ origin: { type: 'portal', operations: [] } });
    expect(who).toHaveTextContent(
      'Asked for in the portal, on the page of another entity',
    );
    expect(within(who).queryByRole('link')).not.toBeInTheDocument();
  });

  it.each([
    [
      'commit' as const,
      'Adafrom outside of the portal, as the commit tellsArgo CD · automatic',
    ],
    [
      'upstream' as const,
      'Adafrom outside of the portal, as the source tellsautomatic',
    ],
  ])(
    'says who brought it from outside of the portal, by the %s',
    async (evidence, text) => {
      const who = await whoOf({
        actor: { name: 'Argo CD', automated: true },
        trigger: undefined,
        origin: { type: 'outside', by: { name: 'Ada' }, evidence },
      });
      expect(who).toHaveTextContent(text);
    },
  );

  it('claims nothing where it cannot be told', async () => {
    const who = await whoOf({ actor: undefined, trigger: undefined });
    expect(who).toHaveTextContent(/^unknown$/);
  });
});
