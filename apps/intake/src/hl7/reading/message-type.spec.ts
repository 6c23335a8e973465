import { describe, expect, it } from '@jest/globals';
import { parseMessage } from './message.js';
import { messageType, typeName } from './message-type.js';

const typeOf = (type: string, event = '') =>
  typeName(messageType(parseMessage(`MSH|^~\\&|A|B|C|D|1||${type}|1|T|2.5\rEVN|${event}`, 'utf-8')));

describe('the type of a message', () => {
  it.each([
    ['DFT^P03^DFT_P03', '', 'DFT^P03'],
    ['oru^r01', '', 'ORU^R01'],
    ['ORU~R01', '', 'ORU^R01'],
    ['ORU_R01', '', 'ORU^R01'],
    ['ADT^^ADT_A08', '', 'ADT^A08'],
    ['ORU', '', 'ORU^R01'],
    ['DFT', '', 'DFT^P03'],
    ['BAR', '', 'BAR^P01'],
    ['RAS', '', 'RAS^O17'],
    ['ORM', '', 'ORM^O01'],
    ['OMG', '', 'OMG^O19'],
    ['ADT', 'A08', 'ADT^A08'],
    ['SIU', 'S12', 'SIU^S12'],
    ['ADT', '', 'ADT'],
    ['', 'A40', 'ADT^A40'],
    ['', 'P03', 'DFT^P03'],
    ['""', 'R01', 'ORU^R01'],
    ['', 'Z99', '?'],
    ['', '', '?'],
    ['ACK', '', 'ACK'],
  ])('%s with EVN-1 %s is %s', (type, event, expected) => {
    expect(typeOf(type, event)).toBe(expected);
  });

  it.each(['SMITH^JANE', 'ZZZ^Z01', 'LEE', 'MRN004512'])('never carries %s into counts and logs', (type) => {
    expect(typeOf(type)).toBe('?');
  });
});
