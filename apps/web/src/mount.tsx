import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

/** Puts a page into its HTML file. */
export function mount(page: ReactNode): void {
  const place = document.getElementById('page');
  if (place === null) throw new Error('The HTML file of this page has no element with the id page.');
  createRoot(place).render(<StrictMode>{page}</StrictMode>);
}
