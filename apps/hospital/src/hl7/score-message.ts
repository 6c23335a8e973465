import { coded, codedTwice, said } from './elements.js';
import { observationMessage, ownCodes } from './observation-message.js';
import { repeated, type Element, type Fields } from './segment.js';
import type { Body, Told } from './told.js';

type Score = Told<'ilium.score.reported.v1'>;

/** An answer to a questionnaire: ORU^R01. */
export function scoreMessage({ patient, identifier, version, report }: Score): Body {
  return observationMessage({
    patient,
    identifier,
    version,
    ties: report,
    about: ['QUESTIONNAIRE', 'Questionnaire', ownCodes],
    fields: { 3: questionOf(report), ...answerFields(report), ...placeFields(report) },
    time: report.effective,
  });
}

/** The measure, and beside it the question's code of the hospital's own where the question is a particular one. */
function questionOf({ measure, painLocation, timing, recall }: Score['report']): Element {
  const words = [painLocation, timing, recall].filter((word) => word !== undefined && word !== null);
  const own = words.length === 0 ? undefined : words.join('-').toUpperCase();
  return said(measure, (code) =>
    codedTwice(
      code,
      own === undefined ? undefined : { code: own, display: `Asked of: ${words.join(', ')}`, system: ownCodes },
    ),
  );
}

const absentReasons = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';

function answerFields({ value, answer, unit, missingReason }: Score['report']): Fields {
  const units = said(unit, (code) => [code, undefined, 'UCUM']);
  if (missingReason) return { 2: 'CWE', 5: coded({ code: missingReason, system: absentReasons }), 6: units };
  if (answer) return { 2: 'CWE', 5: coded(answer), 6: units };
  return value === undefined ? { 6: units } : { 2: 'NM', 5: said(value, Number), 6: units };
}

/** OBX-20: where, and behind it the side (table 0495). */
function placeFields({ bodySite, laterality }: Score['report']): Fields {
  const sides = laterality ? [{ ...laterality, system: laterality.system ?? 'HL70495' }] : [];
  const places = [...(bodySite ?? []), ...sides];
  return places.length === 0 ? {} : { 20: repeated(places.map(coded)) };
}
