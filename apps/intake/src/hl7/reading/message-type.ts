import type { Element } from './element.js';
import type { Hl7Message } from './message.js';

export interface MessageType {
  /** MSH-9.1, such as `DFT`; `?` where nothing says it. */
  readonly code: string;
  /** MSH-9.2, such as `P03`; empty where nothing says it. */
  readonly trigger: string;
}

/** The one message of a type that is read; senders leave its trigger out. */
const onlyTrigger: Readonly<Record<string, string>> = {
  BAR: 'P01',
  DFT: 'P03',
  OMG: 'O19',
  ORM: 'O01',
  ORU: 'R01',
  RAS: 'O17',
};

const triggerTypes: Readonly<Record<string, string>> = { P01: 'BAR', P03: 'DFT', R01: 'ORU', O01: 'ORM' };

const typeShape = /^[A-Z][A-Z0-9]{2}$/;
const triggerShape = /^[A-Z][A-Z0-9]{2}$/;

/** What a message is, by MSH-9, else by EVN-1. */
export function messageType(message: Hl7Message): MessageType {
  const [code = '', trigger = ''] = partsOf(message.field('MSH', 9));
  const event = message.field('EVN', 1).text.toUpperCase();
  if (!typeShape.test(code)) return ofEvent(event);
  if (triggerShape.test(trigger)) return { code, trigger };
  return { code, trigger: onlyTrigger[code] ?? (triggerShape.test(event) ? event : '') };
}

/** `ORU^R01^ORU_R01`, and what senders write instead: `ORU~R01`, `ORU_R01`, `ADT^^ADT_A01`. */
function partsOf(field: Element): readonly string[] {
  const [first = '', second = '', structure = ''] =
    field.repetitions.length > 1 ? field.repetitions.map(({ text }) => text) : field.components.map(({ text }) => text);
  const [code = '', behind = ''] = first.toUpperCase().split('_');
  const [, event = ''] = structure.toUpperCase().split('_');
  return [code, second.toUpperCase() || behind || event];
}

function ofEvent(trigger: string): MessageType {
  if (!triggerShape.test(trigger)) return { code: '?', trigger: '' };
  const code = triggerTypes[trigger] ?? (trigger.startsWith('A') ? 'ADT' : '?');
  return code === '?' ? { code, trigger: '' } : { code, trigger };
}

/** HL7 table 0076, as far as hospitals send it: what else stands in MSH-9 may be anything, and is not counted by name. */
const knownTypes = new Set(
  `ACK ADR ADT BAR BPS BRP BRT CRM CSU DFT DOC DSR EAC EAN EAR EDR EHC EQQ ERP ESR ESU INR INU LSR LSU MCF MDM MFD MFK
  MFN MFQ MFR NMD NMQ NMR OMB OMD OMG OMI OML OMN OMP OMS OPL OPR OPU ORA ORB ORD ORF ORG ORI ORL ORM ORN ORP ORR ORS
  ORU OSQ OSR OUL PEX PGL PIN PMU PPG PPP PPR PPT PPV PRR PTR QBP QCK QCN QRY QSB QSX QVR RAR RAS RCI RCL RDE RDR RDS
  RDY REF RER RGR RGV ROR RPA RPI RPL RPR RQA RQC RQI RQP RRA RRD RRE RRG RRI RSP RTB SCN SDN SDR SIU SLN SLR SMD SQM
  SQR SRM SRR SSR SSU STC STI SUR TBR TCR TCU UDM VQQ VXQ VXR VXU VXX`.split(/\s+/),
);

/** How a type is written in counts and logs: `DFT^P03`; nothing that a message could have smuggled in. */
export function typeName({ code, trigger }: MessageType): string {
  if (!knownTypes.has(code)) return '?';
  return /^[A-Z]\d\d$/.test(trigger) ? `${code}^${trigger}` : code;
}
