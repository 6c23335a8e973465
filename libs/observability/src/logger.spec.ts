import { Logger as NestLoggerFacade } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { ExplainedError } from './explained-error.js';
import { createLogger, type ConstantText, type Logger } from './logger.js';
import { NestLogger } from './nest-logger.js';

function capture(level: 'info' | 'debug' = 'debug'): { logger: Logger; lines: () => string[]; last: () => unknown } {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  return {
    logger: createLogger({ service: 'mapper', level, destination }),
    lines: () => written,
    last: () => JSON.parse(written.at(-1) ?? 'null'),
  };
}

/** What must never appear: each is looked for in every line that the tests below provoke. */
const canaries = ['Doe', 'DOE', '4711', '1961', 'mrn', 'Lumbar', 'doe^john'];

function expectNoCanary(lines: readonly string[]): void {
  expect(lines.length).toBeGreaterThan(0);
  for (const canary of canaries) expect(lines.join('')).not.toContain(canary);
}

describe('createLogger', () => {
  it('writes one JSON line with level, time, service, text and the listed fields', () => {
    const { logger, last } = capture();
    logger.info('batch committed', { topic: 'ilium.parked.v1', partition: 3, offset: 12n, durationMs: 4.5 });
    expect(last()).toMatchObject({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      service: 'mapper',
      msg: 'batch committed',
      topic: 'ilium.parked.v1',
      partition: 3,
      offset: '12',
      durationMs: 4.5,
    });
  });

  it('drops every field that is not on the list', () => {
    const { logger, lines, last } = capture();
    const event: object = { patient: { mrn: '4711', family: 'Doe' }, birthDate: '1961-02-03', count: 1 };
    logger.warn('odd', event);
    expectNoCanary(lines());
    expect(last()).toMatchObject({ msg: 'odd', count: 1 });
  });

  it('drops a listed field whose value has another shape', () => {
    const { logger, lines } = capture();
    const disguised: object = {
      topic: 'John Doe, 4711',
      reason: { mrn: '4711' },
      count: '4711',
      partition: Number.NaN,
    };
    logger.info('odd', disguised);
    expectNoCanary(lines());
  });

  it('writes of an address only scheme, host and port', () => {
    const { logger, last } = capture();
    logger.info('listening', { url: 'http://user:word@127.0.0.1:8080/Patient/4711?name=Doe' });
    expect(last()).toMatchObject({ url: 'http://127.0.0.1:8080' });
    expect(JSON.stringify(last())).not.toMatch(/word|4711|Doe/);
  });

  it.each([
    ['a parser', new SyntaxError('Unexpected token \'D\', "Doe^John 1961" is not valid JSON')],
    ['a database', Object.assign(new Error('Key (mrn)=(4711) already exists.'), { code: '23505', detail: 'Doe' })],
    ['a type error', new TypeError('Patient Doe 4711 was born 1961-02-03')],
    ['capitals', new Error('could not read DOE^JOHN of MSH-7 1961')],
    ['a cause', new Error('failed', { cause: new Error('Doe') })],
    ['a name at the beginning', new Error('Doe is not known')],
    ['a thrown text', 'Doe 4711'],
    ['a name', Object.assign(new Error('no'), { name: 'Error for John Doe' })],
  ])('keeps values out of the error of %s', (_source, error) => {
    const { logger, lines } = capture();
    logger.error('failed', { error });
    expectNoCanary(lines());
  });

  it('keeps name, code, place and the plain words of an error', () => {
    const { logger, last } = capture();
    const error = Object.assign(new Error('duplicate key value violates unique constraint "inbox_pkey"'), {
      code: '23505',
    });
    logger.error('failed', { error });
    expect(last()).toMatchObject({
      error: {
        name: 'Error',
        code: '23505',
        message: 'duplicate key value violates unique constraint …',
        at: expect.stringMatching(/^logger\.spec\.ts:\d+$/),
      },
    });
  });

  it('keeps what caused an error, masked as well, and ends where causes go in circles', () => {
    const { logger, last } = capture();
    const error = new TypeError('fetch failed');
    error.cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9', { cause: error }), {
      code: 'ECONNREFUSED',
    });
    logger.error('failed', { error });
    expect(last()).toMatchObject({
      error: { message: 'fetch failed', cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED …' } },
    });
  });

  it('keeps the whole text of an error that was written for the people who run the system', () => {
    const { logger, last } = capture();
    logger.error('failed', {
      error: new ExplainedError('Port 8080 is taken: choose another HTTP_PORT.', 'PORT_TAKEN'),
    });
    expect(last()).toMatchObject({ error: { message: 'Port 8080 is taken: choose another HTTP_PORT.' } });
  });

  it('writes nothing below its level', () => {
    const { logger, lines } = capture('info');
    logger.debug('detail');
    expect(lines()).toEqual([]);
  });

  it('takes only texts that are written out in the source', () => {
    const builtTextIsRefused: [ConstantText<string>] extends [never] ? true : false = true;
    const templateIsRefused: [ConstantText<`patient ${string}`>] extends [never] ? true : false = true;
    const literalIsTaken: [ConstantText<'listening'>] extends [never] ? true : false = false;
    expect([builtTextIsRefused, templateIsRefused, literalIsTaken]).toEqual([true, true, false]);
  });
});

describe('NestLogger', () => {
  it('writes errors that Nest hands over without their values', () => {
    const { logger, lines, last } = capture();
    const nest = new NestLogger(logger);
    nest.warn('odd', 'Doe');
    nest.error(new Error('Patient Doe 4711'), 'Error: Doe\n    at x (y.js:1:2)', 'ExceptionsHandler');
    expectNoCanary(lines());
    expect(last()).toMatchObject({ level: 'error', msg: 'framework', context: 'ExceptionsHandler' });
  });

  it("masks texts of Nest's own logger, whoever writes them", () => {
    const { logger, lines, last } = capture();
    NestLoggerFacade.overrideLogger(new NestLogger(logger));
    new NestLoggerFacade('Intake').warn('no match for DOE^JOHN (4711)', { mrn: '4711' });
    NestLoggerFacade.overrideLogger(false);
    expectNoCanary(lines());
    expect(last()).toMatchObject({ level: 'warn', error: { message: 'no match for …' } });
  });

  it("keeps Nest's progress for debugging", () => {
    const { logger, lines } = capture('info');
    new NestLogger(logger).log('Nest application successfully started', 'NestApplication');
    expect(lines()).toEqual([]);
  });
});
