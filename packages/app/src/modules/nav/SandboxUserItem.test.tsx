import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { configApiRef } from '@backstage/frontend-plugin-api';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SandboxUserItem } from './SandboxUserItem';

const app = {
  sandboxUsers: [
    { ref: 'user:development/guest', title: 'Guest', role: 'viewer' },
    { ref: 'user:default/maya', title: 'Maya', role: 'developer' },
  ],
};

function show(sandbox: boolean, reload = jest.fn()) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [
          configApiRef,
          mockApis.config({ data: { app, delivery: { sandbox } } }),
        ],
      ]}
    >
      <SandboxUserItem reload={reload} />
      <p>shown</p>
    </TestApiProvider>,
  );
}

afterEach(() => window.localStorage.clear());

it('is whom one chooses from the next load on', async () => {
  const reload = jest.fn();
  const user = userEvent.setup();
  const { unmount } = show(true, reload);
  await user.click(await screen.findByRole('button', { name: 'Guest' }));
  expect(
    screen.getByRole('menuitemradio', { name: 'Guest (viewer)' }),
  ).toBeChecked();
  await user.click(screen.getByRole('menuitemradio', { name: /Maya/ }));
  expect(reload).toHaveBeenCalledTimes(1);
  unmount();
  show(true);
  expect(
    await screen.findByRole('button', { name: 'Maya' }),
  ).toBeInTheDocument();
});

it('is not there outside of a sandbox', async () => {
  show(false);
  expect(await screen.findByText('shown')).toBeInTheDocument();
  expect(screen.queryByText(/Guest/)).toBeNull();
});
