import { describe, expect, it } from '@jest/globals';
import { dateReader } from './date-form.js';

describe('a form of dates', () => {
  it.each([
    ['YYYY-MM-DD', '2026-03-12', '20260312'],
    ['M/D/YYYY', '3/9/2026', '20260309'],
    ['M/D/YYYY h:mm A', '3/9/2026 12:05 am', '202603090005'],
    ['M/D/YYYY h:mm A', '3/9/2026 1:05 PM', '202603091305'],
    ['DD.MM.YYYY HH:mm', '12.03.2026 09:40', '202603120940'],
    ['DD-MMM-YYYY', '12-Mar-2026', '20260312'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2026-03-12T09:40:07.123-05:00', '20260312094007-0500'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2026-03-12T09:40:07Z', '20260312094007+0000'],
    ['YYYY-MM', '2026-03', '202603'],
    ['YYYY', '2026', '2026'],
  ])('%s reads %s', (form, written, digits) => {
    expect(dateReader([form])(written)).toBe(digits);
  });

  it.each([
    ['YYYY-MM-DD', '12.03.2026'],
    ['YYYY-MM-DD', '2026-03-12 09:40'],
    ['DD.MM.YYYY', '12x03x2026'],
    ['M/D/YYYY', 'March'],
  ])('%s does not read %s', (form, written) => {
    expect(dateReader([form])(written)).toBeUndefined();
  });

  it('is the first of several that fits', () => {
    const read = dateReader(['D/M/YYYY', 'M/D/YYYY', 'YYYY-MM-DD']);
    expect(read('3/4/2026')).toBe('20260403');
    expect(read('2026-03-04')).toBe('20260304');
  });
});
