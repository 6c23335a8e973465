import { defaultRules, type Rules } from '@ilium/clinical';
import type { Fault } from './faults.js';
import type { SiteFile } from './site-file.js';

type WindowRules = Pick<Rules, 'windows' | 'shortWindows' | 'primaryWindows'>;

/** The windows of a site: its own list, or the default one with what differs. */
export function windowsOf(file: Pick<SiteFile, keyof WindowRules>): WindowRules {
  return {
    windows: listOf(file.windows, defaultRules.windows),
    shortWindows: listOf(file.shortWindows, defaultRules.shortWindows),
    primaryWindows: { ...defaultRules.primaryWindows, ...file.primaryWindows },
  };
}

type Overrides<Window> = Readonly<Partial<Record<string, Partial<Window>>>>;

function listOf<Window extends { readonly name: string }>(
  given: readonly Window[] | Overrides<Window>,
  usual: readonly Window[],
): readonly Window[] {
  if (isList(given)) return given;
  return usual.map((window) => ({ ...window, ...given[window.name] }));
}

function isList<Window>(given: readonly Window[] | Overrides<Window>): given is readonly Window[] {
  return Array.isArray(given);
}

/** A score belongs to one window at most, so they stand apart and in order; and each name means one window. */
export function windowFaults(file: Pick<SiteFile, keyof WindowRules>): Fault[] {
  const { windows, shortWindows, primaryWindows } = windowsOf(file);
  const known = windows.map(({ name }) => name);
  const spans = windows.map(
    ({ name, firstDay, lastDay, nominalDay }) => [name, firstDay, nominalDay, lastDay] as const,
  );
  const shortSpans = shortWindows.map(
    ({ name, firstMinute, lastMinute, nominalMinute }) => [name, firstMinute, nominalMinute, lastMinute] as const,
  );
  return [
    ...spanFaults(spans, { list: 'windows', unit: 'Day', isWhole: Array.isArray(file.windows) }),
    ...spanFaults(shortSpans, { list: 'shortWindows', unit: 'Minute', isWhole: Array.isArray(file.shortWindows) }),
    ...shortWindows
      .filter(({ name }) => known.includes(name))
      .map(({ name }) => ({ path: ['shortWindows'], message: `${name} is also one of windows` })),
    ...Object.entries(primaryWindows)
      .filter(([, name]) => !known.includes(name))
      .map(([type]) => ({
        path: ['primaryWindows', type],
        message: `none of the windows; there are ${known.join(', ')}`,
      })),
  ];
}

type Span = readonly [name: string, first: number, nominal: number, last: number];

interface Spans {
  readonly list: 'windows' | 'shortWindows';
  readonly unit: 'Day' | 'Minute';
  /** Whether the file lists them all; else it names those that differ. */
  readonly isWhole: boolean;
}

function spanFaults(spans: readonly Span[], { list, unit, isWhole }: Spans): Fault[] {
  return spans.flatMap(([name, first, nominal, last], index) => {
    const at = (key: string) => [list, isWhole ? index : name, key];
    const before = spans[index - 1];
    const isTwice = spans.findIndex(([other]) => other === name) < index;
    return [
      ...(isTwice ? [{ path: at('name'), message: `there are two of the name ${name}` }] : []),
      ...(first <= nominal && nominal <= last
        ? []
        : [{ path: at(`nominal${unit}`), message: `first${unit} ≤ nominal${unit} ≤ last${unit} expected` }]),
      ...(before === undefined || before[3] < first
        ? []
        : [
            {
              path: at(`first${unit}`),
              message: `more than last${unit} of ${before[0]} expected: windows do not overlap`,
            },
          ]),
    ];
  });
}
