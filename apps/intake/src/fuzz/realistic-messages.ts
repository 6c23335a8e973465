/** Messages such as hospitals send; all of it is invented. What a fuzzer starts from. */

const patient = 'PID|1||MRN004512^^^RIVHOSP&2.16.840.1.113883.3.9999.1&ISO^MR||TESTPATIENT^JANE^Q||19680214|F';
const visit = 'PV1|1|O|PAIN^PROC2^^RIVHOSP||||9000000001^TESTMD^ALEX||||||||||||V778812^^^RIVHOSP^VN';

const messages = [
  [
    'MSH|^~\\&|EHR|RIVHOSP|SIJ_INTEG|PAINREG|20260312143205-0500||DFT^P03^DFT_P03|FUZZ-1|T|2.5.1||||||UNICODE UTF-8',
    'EVN||20260312143200-0500',
    patient,
    visit,
    'FT1|1|TX9981234||20260312|20260312143000-0500|CG|76127096^SIJ INJ^99CDM|||1|||||||||M46.1^Sacroiliitis^I10C||||PRC55812^RIVHOSP||27096^SI joint injection^C4|LT^Left^HCPCS',
    'PR1|1||27096^SI joint injection^C4||20260312100500-0500|P|18|||||||M46.1^Sacroiliitis^I10C|LT^Left^HCPCS|||PRC55812^RIVHOSP|A',
    'DG1|1||M46.1^Sacroiliitis, not elsewhere classified^I10C||20260312|F',
  ],
  [
    'MSH|^~\\&|EMAR|RIVHOSP|SIJ_INTEG|PAINREG|20260312102600-0500||RAS^O17^RAS_O17|FUZZ-2|T|2.5.1|||AL|NE||8859/1',
    patient,
    'ORC|RE|MED90011^EHR|MED90011-F^EMAR|||||PRC55812&RIVHOSP|20260312102500-0500',
    'RXA|0|1|20260312101100-0500|20260312101100-0500|4419T9MX03^iohexol^FDAUNII|0.5|mL^milliliter^UCUM',
    'RXR|12130007^Intra-articular route^SCT|39723000^Sacroiliac joint structure^SCT||||L^Left^HL70495',
  ],
  [
    'MSH|^~\\&|PROAPP|RIVHOSP|SIJ_INTEG|PAINREG|20260326092010||ORU^R01|FUZZ-3|T|2.3|||AL|AL',
    patient,
    'OBR|1|FU12001^EHR|PRO77^PROAPP|SIJFU^SI joint follow-up^99PRO|||20260326091500-0500',
    'NTE|1|L|Two weeks \\T\\ no fever\\.br\\J\\F\\L \\X0A\\ \\H\\well\\N\\',
    'OBX|1|NM|72514-3^Pain severity^LN|W2|3~4|{score}^score^UCUM|0-10||||F|||20260326091500-0500',
    'OBX|2|CE|PGIC^Patient global impression of change^99PRO|W2|2^Much improved^99PRO||||||C',
  ],
  [
    'MSH|^~\\&|EHR|RIVHOSP|SIJ_INTEG|PAINREG|20260401||ADT^A40^ADT_A39|FUZZ-4|P|2.8',
    'EVN|A40|20260401',
    patient,
    'MRG|MRN009999^^^RIVHOSP^MR',
  ],
  ['MSH|^~\\&|EHR|RIVHOSP|SIJ_INTEG|PAINREG|20260401||ACK^A08|FUZZ-5|P|2.4', 'MSA|AA|SOMETHING-ELSE'],
] as const;

/** At least one. */
export const realisticMessages: readonly [Buffer, ...Buffer[]] = [
  bytesOf(messages[0]),
  ...messages.slice(1).map((segments) => bytesOf(segments)),
];

function bytesOf(segments: readonly string[]): Buffer {
  return Buffer.from(`${segments.join('\r')}\r`);
}
