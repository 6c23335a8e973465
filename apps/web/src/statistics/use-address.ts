import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

/** The parameters of the page's address; back and forward change them, too. */
export function useAddress(): string {
  return useSyncExternalStore(subscribe, () => window.location.search);
}

/** Each parameter by its new value; an empty one takes the parameter away. */
export function goTo(changes: Readonly<Record<string, string>>): void {
  const parameters = new URLSearchParams(window.location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') parameters.delete(name);
    else parameters.set(name, value);
  }
  window.history.pushState(null, '', `?${parameters.toString()}`);
  for (const listener of listeners) listener();
}
