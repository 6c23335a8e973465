import { behindOutcome } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { Validator } from '@seriousme/openapi-schema-validator';
import { BehindOutcomesController } from './behind-outcomes.controller.js';
import { behindOutcomeExample } from './behind-outcomes.schema.js';
import { resolvedExample, unmappedExample } from './examples.js';
import { FollowedController } from './followed.controller.js';
import { OpenApiController } from './openapi.controller.js';
import { mapperApi } from './openapi-document.js';
import { ResolutionsController } from './resolutions.controller.js';
import { resolved } from './resolutions.schema.js';
import { StatusController } from './status.controller.js';
import { UnmappedController } from './unmapped.controller.js';
import { unmappedCodes } from './unmapped.schema.js';

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(mapperApi()));
    expect(result).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('describes every route of the controllers, and no other', () => {
    const routes = [
      ...[StatusController, FollowedController, UnmappedController, ResolutionsController],
      BehindOutcomesController,
    ].flatMap(routesOf);
    const described = Object.entries(mapperApi().paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(routes.toSorted());
  });

  it('asks for a token wherever the routes do', () => {
    const guarded = Object.entries(mapperApi().paths).filter(([, methods]) =>
      Object.values(methods).every((operation) => 'security' in operation),
    );
    expect(guarded.map(([path]) => path)).toEqual([
      '/v1/unmapped',
      '/v1/resolutions',
      '/v1/resolutions/{id}',
      '/v1/followed',
      '/v1/outcomes/{outcome}/records',
    ]);
  });

  it('is served where the docs say', () => {
    expect(Reflect.getMetadata(PATH_METADATA, OpenApiController)).toBe('v1/openapi.json');
  });

  it('shows examples that keep to their schemas', () => {
    expect(unmappedCodes.parse(unmappedExample)).toEqual(unmappedExample);
    expect(resolved.parse(resolvedExample)).toEqual(resolvedExample);
    expect(behindOutcome.parse(behindOutcomeExample)).toEqual(behindOutcomeExample);
  });
});

function routesOf(controller: { readonly prototype: object }): string[] {
  const base: string = Reflect.getMetadata(PATH_METADATA, controller);
  return Object.values(Object.getOwnPropertyDescriptors(controller.prototype))
    .map(({ value }): unknown => value)
    .filter((method): method is object => typeof method === 'function')
    .filter((method) => Reflect.hasMetadata(METHOD_METADATA, method))
    .map((method) => {
      const verb = RequestMethod[Number(Reflect.getMetadata(METHOD_METADATA, method))];
      const path = String(Reflect.getMetadata(PATH_METADATA, method)).replace(/:(\w+)/, '{$1}');
      return `${verb} /${base}${path === '/' ? '' : `/${path}`}`;
    });
}
