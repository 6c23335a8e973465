import { describe, expect, it } from '@jest/globals';
import { charsetNamed, decodeMessage } from './charset.js';

const utf8 = Buffer.from('Jörg', 'utf8');
const latin1 = Buffer.from('Jörg', 'latin1');

describe('the name of a character set', () => {
  it.each([
    ['UNICODE UTF-8', 'utf-8'],
    ['UTF-8', 'utf-8'],
    ['utf8', 'utf-8'],
    ['UNICODE', 'utf-8'],
    ['UNICODE UTF-16', 'utf-16le'],
    ['ASCII', 'us-ascii'],
    ['8859/1', 'windows-1252'],
    ['8859/15', 'iso-8859-15'],
    ['8859/2', 'iso-8859-2'],
    ['ISO-8859-1', 'windows-1252'],
    ['ISO_8859-1:1987', 'windows-1252'],
    ['ISO 8859-5', 'iso-8859-5'],
    ['WINDOWS-1252', 'windows-1252'],
    ['ANSI', 'windows-1252'],
    ['GB 18030-2000', 'gb18030'],
    ['BIG-5', 'big5'],
    ['KS X 1001', 'euc-kr'],
    ['ISO IR87', 'iso-2022-jp'],
    ['UTF-8~UNICODE', 'utf-8'],
    ['44~8859/1', 'windows-1252'],
    ['', undefined],
    ['44', undefined],
    ['CAN', undefined],
    ['8859/17', undefined],
    ['toString', undefined],
  ])('%s is %s', (field, charset) => {
    expect(charsetNamed(field, '~')).toBe(charset);
  });
});

describe('decoding', () => {
  it.each([
    ['what MSH-18 says', utf8, 'utf-8', 'windows-1252', 'Jörg', 'utf-8'],
    ["else the listener's", latin1, undefined, 'windows-1252', 'Jörg', 'windows-1252'],
    ['ASCII without either', Buffer.from('Joerg'), undefined, undefined, 'Joerg', 'us-ascii'],
    ["the listener's, where ASCII is declared and more was sent", utf8, 'us-ascii', 'UTF-8', 'Jörg', 'utf-8'],
    [
      'a byte order mark before all else',
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8]),
      'windows-1252',
      undefined,
      'Jörg',
      'utf-8',
    ],
    ['UTF-16 by its mark', Buffer.from('\uFEFFJörg', 'utf16le'), undefined, undefined, 'Jörg', 'utf-16le'],
    ['UTF-16 by its zeros', Buffer.from('Jörg', 'utf16le'), 'utf-8', undefined, 'Jörg', 'utf-16le'],
    [
      'UTF-16, the higher byte first',
      Buffer.from('Jörg', 'utf16le').swap16(),
      undefined,
      undefined,
      'Jörg',
      'utf-16be',
    ],
  ])('goes by %s', (_, bytes, declared, usual, text, charset) => {
    expect(decodeMessage(bytes, declared, usual)).toEqual({ ok: true, text, charset });
  });

  it.each([
    ['no character set is known for bytes beyond ASCII', utf8, undefined, undefined, 'unknown'],
    ['ASCII is declared, and nothing else known', utf8, 'us-ascii', undefined, 'bytes'],
    ['bytes are not of the declared character set', latin1, 'utf-8', 'windows-1252', 'bytes'],
    ['the message holds U+FFFD: something was lost before', Buffer.from('J\uFFFDrg'), 'utf-8', undefined, 'bytes'],
  ])('is refused where %s', (_, bytes, declared, usual, why) => {
    expect(decodeMessage(bytes, declared, usual)).toEqual({ ok: false, why });
  });
});
