/** Reads HL7 v2 by its separators, without knowing how the writer works: what was written has to come back. */

type Components = readonly (readonly string[])[];
/** Repetitions, components, sub-components. */
type Field = readonly Components[];

export interface ReadSegment {
  readonly name: string;
  /** By number, from 1; empty where the segment is shorter. */
  field(number: number): Field;
  /** One component of the first repetition; the first sub-component of it. */
  text(number: number, component?: number): string;
}

export function readHl7(message: string): readonly ReadSegment[] {
  const lines = message.split('\r');
  if (lines.pop() !== '') throw new Error('the last segment has no end');
  return lines.map(readSegment);
}

export function only(message: string, name: string): ReadSegment {
  const [found, ...more] = readHl7(message).filter((segment) => segment.name === name);
  if (found === undefined || more.length > 0) throw new Error(`not one ${name}`);
  return found;
}

export function all(message: string, name: string): readonly ReadSegment[] {
  return readHl7(message).filter((segment) => segment.name === name);
}

function readSegment(line: string): ReadSegment {
  const [name = '', ...rest] = line.split('|');
  const raw = name === 'MSH' ? ['|', ...rest] : rest;
  const field = (number: number): Field => {
    const text = raw[number - 1] ?? '';
    if (text === '' || (name === 'MSH' && number <= 2)) return [[[text]]];
    return text
      .split('~')
      .map((repetition) => repetition.split('^').map((component) => component.split('&').map(unescaped)));
  };
  return { name, field, text: (number, component = 1) => field(number)[0]?.[component - 1]?.[0] ?? '' };
}

const marks: Readonly<Record<string, string>> = { F: '|', S: '^', T: '&', R: '~', E: '\\' };

function unescaped(text: string): string {
  return text.replaceAll(/\\([FSTRE])\\/g, (_, mark: string) => marks[mark] ?? '');
}
