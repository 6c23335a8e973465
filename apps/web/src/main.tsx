import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Page } from './page.js';

/** Its charts are fetched by whoever opens it. */
const OutcomesPage = lazy(async () => ({ default: (await import('./statistics/outcomes-page.js')).OutcomesPage }));

const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no element with the id page.');
createRoot(place).render(
  <StrictMode>
    <Suspense>{window.location.pathname === '/outcomes' ? <OutcomesPage /> : <Page />}</Suspense>
  </StrictMode>,
);
