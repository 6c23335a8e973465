import { z } from 'zod';

/** A place in an HL7 v2 message: `ZPR-3`, `OBX-3.1`, `PV1-3.4.2`; components and sub-components count from 1. */
export interface Hl7Path {
  readonly segment: string;
  readonly field: number;
  /** Left out: the whole field. */
  readonly component: number | undefined;
  readonly subcomponent: number | undefined;
}

const shape = /^([A-Z][A-Z0-9]{2})-(\d{1,3})(?:\.(\d{1,2})(?:\.(\d{1,2}))?)?$/;

export const hl7Path = z
  .string()
  .regex(shape, 'a place in a message expected, such as MSH-3 or ZPR-4.1')
  .transform((text): Hl7Path => {
    const [, segment = '', field, component, subcomponent] = shape.exec(text) ?? [];
    const number = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));
    return { segment, field: Number(field), component: number(component), subcomponent: number(subcomponent) };
  });
