import type { Identifier } from '@ilium/contracts';
import type { Element } from '../reading/element.js';
import { isNamedAs, numberedBySubcomponents } from '../values/identifiers.js';
import type { Mapping } from './mapping.js';

/** What a parent number (EIP in ORC-8, OBR-29) names: usually an order, for some senders the procedure itself. */
interface Parents {
  readonly orders: readonly Identifier[];
  readonly procedureIdentifier?: Identifier;
}

/** A parent is a procedure where the site file has a row for the assigner among procedures, and none among orders. */
export function parentsIn(mapping: Mapping, field: Element | undefined): Parents {
  const { site } = mapping.subject;
  const parts = field === undefined || field.isEmpty ? [] : [field.component(1), field.component(2)];
  const numbers = parts.map(numberedBySubcomponents).filter(({ value }) => value !== '');
  const ofProcedures = numbers.filter((number) => isNamedAs('procedure', 'order', number, site));
  const [procedureIdentifier] = ofProcedures.map((number) => mapping.identifier(number, 'procedure'));
  const orders = numbers
    .filter((number) => !ofProcedures.includes(number))
    .flatMap((number) => mapping.identifier(number, 'order') ?? []);
  return { orders, ...(procedureIdentifier && { procedureIdentifier }) };
}
