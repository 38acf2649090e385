import { createCentralClient } from '@serialbridge/client/central';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
// The design first: the console's own sheet only makes it denser.
import { Providers } from './app/providers.tsx';
import './styles/console.css';
import { App } from './app/app.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const client = createCentralClient('', (url, init) => fetch(url, init));
createRoot(root).render(
  <StrictMode>
    <Providers client={client}>
      <App />
    </Providers>
  </StrictMode>,
);
