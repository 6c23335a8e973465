/**
 * The bytes that MLLP frames a message by (HL7 v2.5.1, appendix C: "Lower Layer Protocols", block format
 * `<SB>dddd<EB><CR>`). They are single bytes in every character set that MLLP can carry: ASCII and what extends it, such as
 * ISO-8859-x, windows-125x, UTF-8, GB 18030. UTF-16 and UTF-32 are not among them, since halves of their characters read
 * as these bytes.
 */
export const startOfBlock = 0x0b;
export const endOfBlock = 0x1c;
export const carriageReturn = 0x0d;
