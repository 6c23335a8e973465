import type { ReportStatus } from '@ilium/contracts';

/**
 * Orders what one source said of one thing, compared left to right: the source's own revision (or 0; −1 for what is
 * replayed from an archive), the source's event time in ms since 1970 (or 0), how far the source stands behind it,
 * the order of receipt at the door, the edits by a person, a digest of the content.
 */
export type Version = readonly [
  revision: number,
  eventTime: number,
  status: number,
  sequence: number,
  edit: number,
  digest: string,
];

const statusRank: Readonly<Record<ReportStatus, number>> = { preliminary: 0, final: 1, corrected: 2, void: 3 };

export interface VersionParts {
  readonly revision?: number | undefined;
  readonly eventTime?: string | undefined;
  readonly status: ReportStatus;
  readonly replay?: boolean | undefined;
  readonly edit?: number | undefined;
}

/** `sequence` and `time` are the CloudEvent's: the door's receive order, and the event time where the source gives none. */
export function versionOf(
  parts: VersionParts,
  event: { readonly sequence?: string | undefined; readonly time?: string | undefined },
  digest: string,
): Version {
  const time = parts.eventTime ?? event.time;
  return [
    parts.replay === true ? -1 : (parts.revision ?? 0),
    time === undefined ? 0 : Date.parse(time),
    statusRank[parts.status],
    Number(event.sequence ?? 0),
    parts.edit ?? 0,
    digest,
  ];
}

export function compareVersions(a: Version, b: Version): number {
  for (let part = 0; part < a.length; part += 1) {
    const [left, right] = [a[part] ?? 0, b[part] ?? 0];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/**
 * Said at the same time with the same standing: only receipt or content tells them apart. Where the source gives no time,
 * the order of receipt is all the time there is.
 */
export function isSameMoment(a: Version, b: Version): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && (a[1] !== 0 || a[3] === b[3]);
}

/**
 * Whether one thing was said before another one: by replay, event time and receipt. A revision and a standing count the
 * history of one thing, and mean nothing across two.
 */
export function isSaidBefore(a: Version, b: Version): boolean {
  return (Math.min(a[0], 0) - Math.min(b[0], 0) || a[1] - b[1] || a[3] - b[3]) < 0;
}

/** Mended by a person. */
export function isEdited(version: Version): boolean {
  return version[4] > 0;
}
