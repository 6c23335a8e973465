import type { Procedure } from '@medplum/fhirtypes';
import type { Guidance } from '../derive/sessions/guidances.js';
import { fromBestSource } from '../derive/procedures/joints.js';
import { modalityCodes } from '../terminology/guidance.js';
import { systems } from '../terminology/systems.js';
import {
  codingOf,
  distinctCodings,
  encounterOf,
  metaOf,
  referencesTo,
  subjectOf,
  type FhirContext,
} from './records.js';
import { performedOf } from './to-procedure.js';

/** Image guidance that a message told of → a Procedure of its own, part of the injections that it guided. */
export function toGuidance({ id, said, modality, joints }: Guidance, context: FhirContext): Procedure & { id: string } {
  const standard = modality === undefined ? undefined : modalityCodes[modality];
  const encounter = encounterOf(fromBestSource(joints[0], 'visit'));
  const text = standard?.text ?? said.display;
  return {
    resourceType: 'Procedure',
    id,
    meta: metaOf(context, 'us-core-procedure'),
    partOf: referencesTo(
      'Procedure',
      joints.map((joint) => joint.id),
    ),
    status: joints[0].status,
    code: {
      coding: distinctCodings([
        ...(standard === undefined ? [] : [{ system: systems.snomed, code: standard.code }]),
        codingOf(said),
      ]),
      ...(text === undefined ? {} : { text }),
    },
    subject: subjectOf(context),
    ...(encounter === undefined ? {} : { encounter }),
    ...performedOf(joints[0]),
  };
}
