/** The last outcome of a page: by the month of its episode, the episode, then its own key. */
export interface Place {
  /** Month or year. */
  readonly period: string;
  readonly episode: string;
  readonly key: string;
}

/** A place as an address holds it. */
export const placeText = /^\d{4}(-\d{2})?\.[\w-]{43}$/;

/** The period, and two UUIDs of 16 bytes as 43 characters. */
export function writePlace({ period, episode, key }: Place): string {
  return `${period}.${Buffer.from(`${episode}${key}`.replaceAll('-', ''), 'hex').toString('base64url')}`;
}

/** Of whatever is like one: a place where nothing is has nothing behind it, or something else. */
export function readPlace(text: string): Place {
  const [period = '', keys = ''] = text.split('.');
  const hex = Buffer.from(keys, 'base64url').toString('hex');
  return { period, episode: uuidOf(hex.slice(0, 32)), key: uuidOf(hex.slice(32)) };
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
