import { outcomesSummary } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { Validator } from '@seriousme/openapi-schema-validator';
import { EpisodesController } from '../episodes/episodes.controller.js';
import { episodesAnswer } from '../episodes/episodes.schema.js';
import { episodesExample } from '../episodes/episode-operations.js';
import { ExportsController } from '../exports/exports.controller.js';
import { MeasureReportsController } from '../exports/measure-reports.controller.js';
import { summaryExample } from './examples.js';
import { MovementsController } from './movements.controller.js';
import { movementsExample, movementsOfStatement } from './movements.schema.js';
import { OpenApiController } from './openapi.controller.js';
import { analyticsApi } from './openapi-document.js';
import { OutcomesController } from './outcomes.controller.js';
import { StatementsController } from './statements.controller.js';
import { StatisticsController } from './statistics.controller.js';
import { StatusController } from './status.controller.js';

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(analyticsApi()));
    expect(result).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('describes every route of the controllers, and no other', () => {
    const controllers = [
      ...[OutcomesController, StatisticsController, StatementsController, MovementsController, StatusController],
      ...[EpisodesController, ExportsController, MeasureReportsController],
    ];
    const routes = controllers.flatMap(routesOf);
    expect(Object.keys(analyticsApi().paths).toSorted()).toEqual(routes.toSorted());
  });

  it('is served where README says', () => {
    expect(Reflect.getMetadata(PATH_METADATA, OpenApiController)).toBe('v1/openapi.json');
  });

  it.each([
    ['the summary', outcomesSummary, summaryExample],
    ['episodes', episodesAnswer, episodesExample],
    ['movements', movementsOfStatement, movementsExample],
  ])('shows an example of %s that keeps to the schema', (_, schema, example) => {
    expect(schema.strict().parse(example)).toEqual(example);
  });
});

function routesOf(controller: { readonly prototype: object }): string[] {
  const base: string = Reflect.getMetadata(PATH_METADATA, controller);
  return Object.values(Object.getOwnPropertyDescriptors(controller.prototype))
    .map(({ value }): unknown => value)
    .filter((method): method is object => typeof method === 'function')
    .filter((method) => Reflect.getMetadata(METHOD_METADATA, method) === RequestMethod.GET)
    .map((method) => `/${base}/${String(Reflect.getMetadata(PATH_METADATA, method))}`.replace(/\/+$/, ''))
    .map((path) => path.replaceAll(/:(\w+)/g, '{$1}'));
}
