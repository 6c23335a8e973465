/** The last outcome of a page: by its episode, then by its own key. */
export interface Place {
  readonly episode: string;
  readonly key: string;
}

/** Two UUIDs of 16 bytes, as text that an address can hold: 43 characters. */
export function writePlace({ episode, key }: Place): string {
  return Buffer.from(`${episode}${key}`.replaceAll('-', ''), 'hex').toString('base64url');
}

/** Of whatever 43 characters: a place where nothing is has nothing behind it, or something else. */
export function readPlace(text: string): Place {
  const hex = Buffer.from(text, 'base64url').toString('hex');
  return { episode: uuidOf(hex.slice(0, 32)), key: uuidOf(hex.slice(32)) };
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
