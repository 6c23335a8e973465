import { lazy, StrictMode, Suspense, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Page } from './page.js';

/** Its charts are fetched by whoever opens it. */
const OutcomesPage = lazy(async () => ({ default: (await import('./statistics/outcomes-page.js')).OutcomesPage }));

const EpisodesPage = lazy(async () => ({ default: (await import('./statistics/episodes-page.js')).EpisodesPage }));

const pages: Readonly<Record<string, () => ReactNode>> = {
  '/outcomes': () => <OutcomesPage />,
  '/outcomes/episodes': () => <EpisodesPage />,
};

const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no element with the id page.');
createRoot(place).render(
  <StrictMode>
    <Suspense>{pages[window.location.pathname]?.() ?? <Page />}</Suspense>
  </StrictMode>,
);
