import { describe, expect, it } from '@jest/globals';
import { standingOf } from './standing-of.js';

describe('the standing of a message', () => {
  it.each([
    ['new', false, undefined, { standing: 'new', has: undefined }],
    ['in place of what was told', false, { revision: 2, standing: 'replacement' }, { standing: 'replacement', has: 2 }],
    ['new behind what was preliminary', false, { revision: 2, standing: 'preliminary' }, { standing: 'new', has: 2 }],
    ['again', false, { revision: 2, standing: 'withdrawal' }, { standing: 'replacement', has: undefined }],
    ['the end of it', true, { revision: 2, standing: 'new' }, { standing: 'withdrawal', has: 2 }],
    ['nothing, where nothing was told', true, undefined, { standing: undefined, has: undefined }],
    ['nothing, where it ended', true, { revision: 2, standing: 'withdrawal' }, { standing: undefined, has: undefined }],
  ] as const)('is %s', (_, isOver, taken, standing) => {
    expect(standingOf({ isOver }, taken)).toEqual(standing);
  });
});
