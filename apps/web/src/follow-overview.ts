import type { Overview } from '@ilium/contracts';

export type Connection = 'connecting' | 'live' | 'lost';

export interface Watcher {
  readonly show: (overview: Overview) => void;
  readonly connection: (state: Connection) => void;
}

/** The console repeats itself every ten seconds at the latest. */
const silenceMs = 25_000;
const againMs = 5_000;

/**
 * Follows the console's stream until the returned function is called. The browser itself takes up a broken stream again;
 * one that is refused is asked for every five seconds, and meanwhile the figures are fetched one by one.
 */
export function followOverview({ show, connection }: Watcher): () => void {
  let stream: EventSource | undefined;
  let again: number | undefined;
  let silence: number | undefined;

  const heard = (overview: Overview): void => {
    window.clearTimeout(silence);
    silence = window.setTimeout(() => connection('lost'), silenceMs);
    connection('live');
    show(overview);
  };
  const open = (): void => {
    const opened = new EventSource('/v1/events');
    opened.addEventListener('message', ({ data }) => heard(JSON.parse(String(data))));
    opened.addEventListener('error', () => {
      connection('lost');
      if (opened.readyState !== EventSource.CLOSED) return;
      fetchOverview().then(heard, () => connection('lost'));
      again = window.setTimeout(open, againMs);
    });
    stream = opened;
  };
  open();
  return () => {
    stream?.close();
    window.clearTimeout(again);
    window.clearTimeout(silence);
  };
}

async function fetchOverview(): Promise<Overview> {
  const response = await fetch('/v1/overview');
  if (!response.ok) throw new Error('The console answered an error.');
  return response.json();
}
