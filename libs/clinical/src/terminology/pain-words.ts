import type { PainLocation, Recall } from '@ilium/contracts';
import { wordsOf } from './word-tables.js';

/**
 * What sources write for the place of the pain and for the time that a question is about, in small letters. Closed: what
 * does not stand here is a source's free text, which is compared with nothing and never leaves the chart.
 */

const locations: Readonly<Record<PainLocation, readonly string[]>> = {
  back: ['back', 'low back', 'lower back', 'lumbar'],
  buttock: ['buttock', 'buttocks', 'gluteal'],
  leg: ['leg', 'legs'],
  overall: ['overall', 'global', 'general', 'total'],
};

const times: Readonly<Record<Recall, readonly string[]>> = {
  now: ['now', 'right now', 'current', 'currently'],
  '24h': ['24h', '24 h', '24 hours', 'last 24 hours', 'past 24 hours'],
  '7d': ['7d', '7 d', '7 days', 'last 7 days', 'past 7 days', 'last week', 'past week'],
};

export const painLocationOf = wordsOf(locations);
export const recallOf = wordsOf(times);
