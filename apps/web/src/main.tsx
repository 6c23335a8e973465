import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Page } from './page.js';

const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no element with the id page.');
createRoot(place).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
