import { resolve } from 'node:path';
import type { Incoming } from './incoming.js';

/** The same with whole paths: names of files and folders are seen from the folder of the site file, wherever a service runs. */
export function fromFolder(incoming: Incoming, folder: string): Incoming {
  return {
    ...incoming,
    listeners: incoming.listeners.map((listener) =>
      listener.tls === undefined ? listener : { ...listener, tls: wholePaths(listener.tls, folder) },
    ),
    files: { watch: incoming.files.watch.map((watched) => ({ ...watched, folder: resolve(folder, watched.folder) })) },
  };
}

type Tls = NonNullable<Incoming['listeners'][number]['tls']>;

function wholePaths({ certificate, key, clients }: Tls, folder: string): Tls {
  return {
    certificate: resolve(folder, certificate),
    key: resolve(folder, key),
    ...(clients === undefined ? {} : { clients: resolve(folder, clients) }),
  };
}
