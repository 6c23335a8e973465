import type { ApiDescription } from '@ilium/observability';
import { changesAnswer } from '../answers/changes.js';
import { dimensionsAnswer } from '../answers/dimensions.js';
import { funnelAnswer } from '../answers/funnel.js';
import { reliefAnswer } from '../answers/relief.js';
import { timesToEventAnswer } from '../answers/times-to-event.js';
import { trendAnswer } from '../answers/trend.js';
import { ratesAnswer } from '../answers/window-rates.js';
import { selection } from '../questions/selection.js';
import { trendSelection } from './statistics.controller.js';
import {
  publication,
  publishedAnswer,
  publishedStatementsAnswer,
  statementsAnswer,
  statementsAsked,
} from './statements.schema.js';
import {
  correctionsAsked,
  movementsAnswer,
  movementsAsked,
  movementsExample,
  movementsOfStatement,
} from './movements.schema.js';
import { publishedId } from '../exports/measure-reports.controller.js';

export const statisticsSchemas: ApiDescription['schemas'] = {
  dimensions: dimensionsAnswer,
  rates: ratesAnswer,
  changes: changesAnswer,
  trend: trendAnswer,
  relief: reliefAnswer,
  timesToEvent: timesToEventAnswer,
  funnel: funnelAnswer,
  statements: statementsAnswer,
  publishedStatements: publishedStatementsAnswer,
  publishedStatement: publishedAnswer,
  movements: movementsAnswer,
  movementsOfStatement,
};

export const statisticsOperations: ApiDescription['operations'] = {
  '/v1/statistics/dimensions': {
    get: {
      operationId: 'getDimensions',
      summary: 'What there are outcomes of, and of which years',
      description: 'Types of procedure, measures with location and recall, and their windows in the order of time.',
      isProtected: true,
      answers: { 200: 'dimensions' },
    },
  },
  '/v1/statistics/rates': {
    get: {
      operationId: 'getRates',
      summary: 'How many improved, by window, with intervals and bounds',
      description: [
        'By type of procedure, measure with its location and recall, and follow-up window: rates with 95 % intervals',
        '(Wilson) and with bounds for the missing, mean changes, and who is expected, observed and missing.',
        'Scores from a low baseline, and those without a percentage, are counted apart.',
      ].join(' '),
      query: selection,
      isProtected: true,
      answers: { 200: 'rates' },
    },
  },
  '/v1/statistics/changes': {
    get: {
      operationId: 'getChanges',
      summary: 'Median and quartiles of the change, by window',
      description: [
        'With intervals that assume no distribution, and how often each change was seen. Of one measure, and of one type',
        'of procedure or one window.',
      ].join(' '),
      query: selection,
      isProtected: true,
      answers: { 200: 'changes' },
    },
  },
  '/v1/statistics/trend': {
    get: {
      operationId: 'getTrend',
      summary: 'A rate by month of the session, with control limits',
      description: 'A p-chart: months beyond three standard errors, and runs of eight on one side, are marked.',
      query: trendSelection,
      isProtected: true,
      answers: { 200: 'trend' },
    },
  },
  '/v1/statistics/relief': {
    get: {
      operationId: 'getRelief',
      summary: 'How long relief lasts',
      description: [
        'Relief is at least half of the baseline; it ends at the first score below, or at any further intervention.',
        'Between two visits nobody knows when: so the most likely curve (Turnbull), and beside it Kaplan and Meier with',
        'each end in the middle. Of all, those without relief at 0 days, and of responders.',
      ].join(' '),
      query: selection,
      isProtected: true,
      answers: { 200: 'relief' },
    },
  },
  '/v1/statistics/times-to-event': {
    get: {
      operationId: 'getTimesToEvent',
      summary: 'How long until the steroid acts, and until the pain is back',
      description: [
        'Of patients with a diary: to the part of a day, with median and quartiles. Of whom no day is known is told why; who',
        'had no return of pain in the diary is among those, so that the days are of returns that were seen.',
      ].join(' '),
      query: selection,
      isProtected: true,
      answers: { 200: 'timesToEvent' },
    },
  },
  '/v1/statistics/funnel': {
    get: {
      operationId: 'getFunnel',
      summary: 'From the session to the answer: who is lost on the way, and why',
      description: [
        'Sessions, completed, therapeutic; of each window the expected, the observed, and why the others are missing;',
        'complications and the results of diagnostic blocks beside them.',
      ].join(' '),
      query: selection,
      isProtected: true,
      answers: { 200: 'funnel' },
    },
  },
  '/v1/statements': {
    get: {
      operationId: 'getStatements',
      summary: "The clinic's sentences, as they could be said now",
      description: [
        'Rule, measure, window and denominator of each are fixed. A sentence that can not be said (too few answers, too',
        'little follow-up) says why, and tells no figures.',
      ].join(' '),
      query: statementsAsked,
      isProtected: true,
      answers: { 200: 'statements' },
    },
  },
  '/v1/statements/published': {
    get: {
      operationId: 'getPublishedStatements',
      summary: 'The sentences that were published, as they were',
      description:
        'Without a token. Of each is said whether a correction has changed its figures since, and whether it would have grown.',
      answers: { 200: 'publishedStatements' },
    },
    post: {
      operationId: 'publishStatement',
      summary: 'Publishes a sentence as it is now, under the name of who answers for it',
      description: [
        'Refused (409) where it can not be said, or where it would tell of a few, alone or together with another one',
        'that is published.',
      ].join(' '),
      body: publication,
      isProtected: true,
      answers: { 201: 'publishedStatement' },
    },
  },
  '/v1/statements/published/{id}/movements': {
    get: {
      operationId: 'getMovementsOfStatement',
      summary: 'The corrections that moved a published statement, and by how much',
      description: [
        'What was counted otherwise than when it was published: an answer that was changed or taken back, a session that was',
        'of another month. Answers that came later are no corrections: `grown` says what they make of it.',
      ].join(' '),
      path: publishedId,
      query: movementsAsked,
      isProtected: true,
      answers: { 200: 'movementsOfStatement' },
      example: movementsExample,
    },
  },
  '/v1/statements/movements': {
    get: {
      operationId: 'getMovements',
      summary: 'From a correction to the published figures that it moved',
      description: 'Of one fact, or of all of them.',
      query: correctionsAsked,
      isProtected: true,
      answers: { 200: 'movements' },
      example: { movements: movementsExample.movements, after: null },
    },
  },
};
