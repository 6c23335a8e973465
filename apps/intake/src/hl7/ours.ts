import type { Sender, Site } from '@ilium/site';
import { transactionOf } from './mapping/charge-groups.js';
import { isListing } from './mapping/map-procedures.js';
import { matches } from './mapping/patterns.js';
import type { Hl7Message } from './reading/message.js';
import type { MessageType } from './reading/message-type.js';

/**
 * Which messages `ours` of the site file leaves out. PV1 says where the patient is now, not where something was done: so
 * only what begins something is left out, never what may change, answer or take back what was taken once.
 */

const beginning = [
  ...['ADT^A01', 'ADT^A04', 'ADT^A05', 'ADT^A28', 'BAR^P01', 'DFT^P03'],
  ...['MDM^T02', 'MDM^T06', 'OMG^O19', 'ORM^O01', 'SIU^S12'],
];

export function isLeftOut(message: Hl7Message, type: MessageType, sender: Sender, site: Site): boolean {
  return beginsSomething(message, type, sender) && !isOurs(message, site);
}

function beginsSomething(message: Hl7Message, type: MessageType, sender: Sender): boolean {
  return (
    beginning.includes(`${type.code}^${type.trigger}`) &&
    // What a list leaves out is taken back.
    !isListing(sender, type) &&
    !message.all('PR1').some((one) => ['D', 'U'].includes(one.field(20).text.toUpperCase())) &&
    !message.all('FT1').some((one) => transactionOf(one).is === 'credit') &&
    // ORC-1: only NW is a new order.
    message.all('ORC').every((one) => ['', 'NW'].includes(one.field(1).text.toUpperCase()))
  );
}

function isOurs(message: Hl7Message, { incoming: { ours } }: Site): boolean {
  const [location, service] = [message.field('PV1', 3), message.field('PV1', 10)];
  const places = [location.text, location.component(4).text, location.whole];
  return isAmong(places, ours.locations) && isAmong([service.text], ours.services);
}

function isAmong(said: readonly string[], patterns: readonly string[]): boolean {
  const valued = said.filter((text) => text !== '');
  return patterns.length === 0 || valued.length === 0 || valued.some((text) => matches(text, patterns));
}
