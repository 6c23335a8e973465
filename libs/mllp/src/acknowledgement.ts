/** The few fields by which a message and its acknowledgement find each other. Nothing else of HL7 is read here. */

/** What MSA says (HL7 v2.5.1, 2.15.8). */
export interface Acknowledges {
  /** MSA-1, table 0008. */
  readonly code: string;
  /** MSA-2: the MSH-10 of the message that is answered. */
  readonly controlId: string;
}

/** MSH-10; undefined where the message does not begin with MSH, or has none. Bytes are read one by one, as Latin-1. */
export function controlIdOf(message: Buffer): string | undefined {
  const separator = separatorOf(message);
  if (separator === undefined) return undefined;
  const ends = [message.indexOf('\r'), message.indexOf('\n')].filter((end) => end !== -1);
  const header = message.toString('latin1', 0, Math.min(...ends, message.length));
  // MSH-1 is the separator itself: the field behind the n-th separator is MSH-(n+1).
  const controlId = header.split(separator)[9];
  return controlId === '' ? undefined : controlId;
}

/** MSA of an acknowledgement; undefined where there is none with both fields. */
export function acknowledges(answer: Buffer): Acknowledges | undefined {
  const separator = separatorOf(answer);
  if (separator === undefined) return undefined;
  const segments = answer.toString('latin1').split(/[\r\n]+/);
  const [, code, controlId] = segments.find((segment) => segment.startsWith(`MSA${separator}`))?.split(separator) ?? [];
  return code && controlId ? { code, controlId } : undefined;
}

function separatorOf(message: Buffer): string | undefined {
  return message.length > 3 && message.toString('latin1', 0, 3) === 'MSH'
    ? message.toString('latin1', 3, 4)
    : undefined;
}
