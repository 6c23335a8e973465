/**
 * Only what looks like a code is shown: what stands in the place of one may be words, and words may be about a patient.
 */
const code = /^[\p{L}\p{N}._:/|+&*#%^=@{}()[\]<>,;-]{1,40}$/u;

export function looksLikeCode(text: string): boolean {
  return code.test(text);
}

/** Systems of codes are longer where they are addresses. */
const system = /^[\p{L}\p{N}._:/|+&*#%?=~-]{1,100}$/u;

export function looksLikeSystem(text: string): boolean {
  return system.test(text);
}

/** As YAML writes a text that might be read as something else. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export const notShown = '(not a code)';

/** A code, an application or an assigner as it stands there, or that it is none. */
export function shown(text: string): string {
  return text === '' || looksLikeCode(text) ? text : notShown;
}
