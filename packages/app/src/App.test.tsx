import { render, waitFor } from '@testing-library/react';
import { app } from './App';

describe('app', () => {
  it('renders', async () => {
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          context: 'test',
          data: {
            app: { title: 'Throughline', baseUrl: 'http://localhost:3000' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
        },
      ] as unknown as string,
    };
    const { baseElement } = render(app.createRoot());
    await waitFor(() => expect(baseElement).toBeInTheDocument());
  });
});
