/** Why no message can say what a record says. Each needs a person: the record, or the configuration, is to be changed. */
export type WritingFault =
  /** The configuration names no assigner for the system of the patient's number. */
  | 'no-assigner'
  /** It is about no patient, or says no number of one. */
  | 'no-patient'
  /** No code of it has a place in HL7 v2. */
  | 'code'
  /** Its value is of a type, or in a code system, that the writer does not know. */
  | 'value'
  /** Its status is none that a result can have. */
  | 'status'
  /** A number holds characters that no field can hold. */
  | 'identifier'
  /** It is not what FHIR R4 says that it is. */
  | 'not-fhir';

/** Names the fault and nothing of the record. */
export class NotWritable extends Error {
  override readonly name = 'NotWritable';

  constructor(readonly fault: WritingFault) {
    super(`A record can not be written as HL7 v2: ${fault}.`);
  }
}
