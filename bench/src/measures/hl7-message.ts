/** A charge of an SI joint injection with its procedure and drug, invented. */
export function messageOf(controlId: string): Buffer {
  const number = controlId.replace(/\W/g, '');
  return Buffer.from(
    [
      `MSH|^~\\&|SIM-BILLING|SIMHOSP|ILIUM|PAIN|20260312143205-0500||DFT^P03^DFT_P03|${controlId}|T|2.5.1||||||UNICODE UTF-8`,
      'EVN||20260312143200-0500',
      `PID|1||SYN${number}^^^RIVERSIDE^MR||SYNTHETIC^BENCH||19680214|F`,
      `PV1|1|O|PAIN^PROC2||||||||||||||||V${number}^^^RIVERSIDE^VN`,
      `FT1|1|T${number}1||20260312|20260312143000-0500|CG|76127096^SIJ INJ^99CDM|||1|||||||||M46.1^Sacroiliitis^I10C||||P${number}^SIMHOSP||27096^SI joint injection^C4|LT^Left^HCPCS`,
      `PR1|1||27096^SI joint injection^C4||20260312100500-0500|P|18||||||||M46.1^Sacroiliitis^I10C|LT^Left^HCPCS|||P${number}^SIMHOSP|A`,
      `FT1|2|T${number}2||20260312|20260312143000-0500|CG|63600331^TRIAMCINOLONE 10MG^99CDM|||4|||||||||M46.1^Sacroiliitis^I10C||||P${number}^SIMHOSP||J3301^Triamcinolone, 10 mg^HCPCS`,
      'DG1|1||M46.1^Sacroiliitis^I10C||20260312|F',
    ].join('\r') + '\r',
  );
}
