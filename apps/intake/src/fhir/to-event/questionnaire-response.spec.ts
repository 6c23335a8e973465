import { describe, expect, test } from '@jest/globals';
import { events, work } from '../../testing/fhir/readings.js';
import { questionnaireResponse } from '../../testing/fhir/records.js';

describe('a QuestionnaireResponse', () => {
  test('is a score for each answered question, under its raw linkId', () => {
    const item = [
      {
        linkId: 'group',
        item: [
          {
            linkId: 'now',
            answer: [{ valueInteger: 3, item: [{ linkId: 'where', answer: [{ valueCoding: { code: 'L' } }] }] }],
          },
          { linkId: 'not-answered' },
          { linkId: 'words', answer: [{ valueString: 'My own words' }] },
          { linkId: 'day', answer: [{ valueDate: '2026-03-01' }] },
        ],
      },
    ];
    const said = events(questionnaireResponse('q1', { item }));
    expect(said.map(({ data }) => ('report' in data ? data.report : {}))).toMatchObject([
      { measure: { system: 'https://ehr.example/Questionnaire/pain', code: 'now' }, value: 3 },
      { measure: { system: 'https://ehr.example/Questionnaire/pain', code: 'where' }, answer: { code: 'L' } },
    ]);
    expect(said.map(({ data }) => ('identifier' in data ? data.identifier?.value : ''))).toEqual([
      'q1#now',
      'q1#where',
    ]);
  });

  test('has a name of its own for each filling in of a group', () => {
    const group = (value: number) => ({
      linkId: 'joint',
      item: [{ linkId: 'now', answer: [{ valueInteger: value }] }],
    });
    const said = events(questionnaireResponse('q1', { item: [group(3), group(6)] }));
    expect(said.map(({ data }) => data)).toMatchObject([
      { identifier: { value: 'q1#now' }, report: { measure: { code: 'now' }, value: 3 } },
      { identifier: { value: 'q1#now#2' }, report: { measure: { code: 'now' }, value: 6 } },
    ]);
  });

  test('with scores of which nothing says when they were given is work', () => {
    expect(work(questionnaireResponse('q1', { authored: undefined }))).toEqual([
      'no-moment QuestionnaireResponse.authored',
    ]);
    expect(work(questionnaireResponse('q1', { authored: undefined, item: [{ linkId: 'now' }] }))).toEqual([]);
  });

  test('that was amended takes back the answers that are gone', () => {
    const record = questionnaireResponse('q1', { status: 'amended', item: [{ linkId: 'now' }] });
    expect(events(record)[0]?.data.version.status).toBe('void');
  });
});
