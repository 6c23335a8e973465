import { clashes, type Fault, type OpenedSite, type PlacedFault } from '@ilium/site';

/** What files of several sites can not have in one intake. */

interface NamedSite extends OpenedSite {
  readonly file: string;
}

/** Each file is held against those named before it. */
export function faultsTogether(sites: readonly NamedSite[]): readonly PlacedFault[] {
  return sites.flatMap((site, index) =>
    sites.slice(0, index).flatMap((other) => site.placed([...sameName(site, other), ...sameDoors(site, other)])),
  );
}

function sameName({ site }: NamedSite, other: NamedSite): readonly Fault[] {
  return site.name === other.site.name ? [{ path: ['name'], message: `the site of ${other.file} has this name` }] : [];
}

function sameDoors({ site }: NamedSite, other: NamedSite): readonly Fault[] {
  return site.incoming.listeners.flatMap((door, index) =>
    other.site.incoming.listeners
      .flatMap((theirs) => clashes(door, theirs))
      .map((key) => ({ path: ['listeners', index, key], message: `a listener of ${other.file} has this ${key}` })),
  );
}
