import openapiTypes, { astToString } from 'openapi-typescript';
import { analyticsApi } from '../../../apps/analytics/dist/api/openapi-document.js';
import { formatted, type DocumentFile } from './document-file.js';

const file = 'apps/web/src/statistics/analytics-api.ts';

/** The types that the page asks analytics with, from the OpenAPI document of analytics. */
export async function pageTypes(): Promise<DocumentFile> {
  // The library takes its input for a document of any version, and as JSON.
  const types = await openapiTypes(JSON.stringify(analyticsApi()), { alphabetize: true });
  const header =
    '/** Written by `npm run generate` from the OpenAPI document of analytics: changes here are lost. */\n';
  return formatted(file, `${header}${astToString(types)}`);
}
