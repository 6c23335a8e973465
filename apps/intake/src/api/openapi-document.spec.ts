import { readProcedureEvent } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { Validator } from '@seriousme/openapi-schema-validator';
import { eventAnswers } from '../rest/event-answers.js';
import { eventMediaTypes } from '../rest/event-bodies.js';
import { EventsController } from '../rest/events.controller.js';
import { answersExample, eventExample } from './examples.js';
import { MessagesController } from './messages.controller.js';
import { SourcesController } from './sources.controller.js';
import { StatusController } from './status.controller.js';
import { OpenApiController } from './openapi.controller.js';
import { intakeApi } from './openapi-document.js';

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(intakeApi()));
    expect(result).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('describes every route of the controllers, and no other', () => {
    const described = Object.entries(intakeApi().paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described.toSorted()).toEqual(
      [EventsController, MessagesController, SourcesController, StatusController]
        .flatMap(routesOf)
        .map((route) => route.replaceAll(/:(\w+)/g, '{$1}'))
        .toSorted(),
    );
  });

  it('names the content types that the route takes', () => {
    const { content } = intakeApi().paths['/v1/events'].post.requestBody;
    expect(Object.keys(content)).toEqual(eventMediaTypes);
  });

  it('is served at /v1/openapi.json', () => {
    expect(Reflect.getMetadata(PATH_METADATA, OpenApiController)).toBe('v1/openapi.json');
  });

  it('shows examples that keep to the schemas', () => {
    expect(eventAnswers.strict().parse(answersExample)).toEqual(answersExample);
    expect(readProcedureEvent({ value: Buffer.from(JSON.stringify(eventExample)), headers: {} })).toMatchObject({
      ok: true,
    });
  });
});

function routesOf(controller: { readonly prototype: object }): string[] {
  const base: string = Reflect.getMetadata(PATH_METADATA, controller);
  return Object.values(Object.getOwnPropertyDescriptors(controller.prototype))
    .map(({ value }): unknown => value)
    .filter((method): method is object => typeof method === 'function')
    .flatMap((method) => {
      const verb: RequestMethod | undefined = Reflect.getMetadata(METHOD_METADATA, method);
      const path = [base, String(Reflect.getMetadata(PATH_METADATA, method))].filter((part) => part !== '/').join('/');
      return verb === undefined ? [] : [`${(RequestMethod[verb] ?? '').toLowerCase()} /${path}`];
    });
}
