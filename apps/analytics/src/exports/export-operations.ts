import type { ApiDescription } from '@ilium/observability';
import { z } from 'zod';
import { selection } from '../questions/selection.js';
import { columnTypes, factColumns, type FactColumn } from './fact-columns.js';
import { fhirJson } from './fhir-json.js';
import { formats, type FormatName } from './formats.js';
import { publishedId } from './measure-reports.controller.js';

const jsonTypes = { string: z.string(), boolean: z.boolean(), integer: z.int(), number: z.number() };

function memberOf({ type, description, isAlways }: FactColumn): z.ZodType {
  const known = jsonTypes[columnTypes[type].json];
  return (isAlways ? known : known.nullable()).describe(description);
}

const measureReport = z
  .looseObject({ resourceType: z.literal('MeasureReport'), id: z.string() })
  .describe('FHIR R4 MeasureReport: http://hl7.org/fhir/R4/measurereport.html');

export const exportSchemas: ApiDescription['schemas'] = {
  exportedFact: z.strictObject(Object.fromEntries(factColumns.map((column) => [column.name, memberOf(column)]))),
  exportedTable: z.string().describe('A column for each member of `exportedFact`, in their order.'),
  measureReport,
};

export const exportOperations: ApiDescription['operations'] = {
  '/v1/exports/facts.csv': exportAs('csv', 'RFC 4180, with a header; what is not known is empty.', 'exportedTable'),
  '/v1/exports/facts.ndjson': exportAs('ndjson', 'Each line is such an object.', 'exportedFact'),
  '/v1/exports/facts.parquet': exportAs('parquet', 'Apache Parquet, compressed by Snappy.', 'exportedTable'),
  '/v1/statements/published/{id}/measure-report': {
    get: {
      operationId: 'getMeasureReport',
      summary: 'A published statement as a FHIR R4 MeasureReport',
      description: [
        'Without a token. initial-population: the expected; denominator: who answered; numerator: who said so. The 95 %',
        'interval and the bounds for the missing are extensions of the score. The figures are those that were published.',
      ].join(' '),
      path: publishedId,
      answers: { 200: 'measureReport' },
      mediaType: fhirJson,
    },
  },
};

function exportAs(format: FormatName, told: string, schema: string): ApiDescription['operations'][string] {
  return {
    get: {
      operationId: `exportFacts${format[0]?.toUpperCase()}${format.slice(1)}`,
      summary: `All facts of a selection, as a ${format} file`,
      description: [
        `One row for each fact that is not retracted, all of one moment, in no order. ${told}`,
        'The header `ilium-rows-about` tells about how many rows will come. A connection that breaks means that the file',
        'is not complete. `from` and `to` may be months with every parameter.',
      ].join(' '),
      query: selection,
      isProtected: true,
      answers: { 200: schema },
      mediaType: formats[format].mediaType,
    },
  };
}
