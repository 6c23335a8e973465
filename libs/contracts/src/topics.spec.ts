import { describe, expect, it } from '@jest/globals';
import { defaultTopicPrefix, maxBundleBytes, topicBases, topicName, topicSettings } from './topics.js';

describe('topics', () => {
  it('are called prefix, base, version', () => {
    expect(topicBases.map((base) => topicName(defaultTopicPrefix, base))).toEqual([
      'ilium.procedure-events.v1',
      'ilium.fhir-bundles.v1',
      'ilium.outcome-observations.v1',
      'ilium.parked.v1',
    ]);
    expect(topicName('', 'parked')).toBe('parked.v1');
  });

  it('park every record that another topic takes, with room for the reasons', () => {
    const others = topicBases.filter((base) => base !== 'parked').map((base) => topicSettings[base].maxMessageBytes);
    expect(topicSettings.parked.maxMessageBytes).toBeGreaterThan(Math.max(...others) + 16 * 1024);
  });

  it('take the largest bundle', () => {
    expect(topicSettings['fhir-bundles'].maxMessageBytes).toBeGreaterThan(maxBundleBytes);
  });

  it('keep for ever what revisions are compared in', () => {
    expect(topicSettings['fhir-bundles'].keptForEver).toBe(true);
    expect(topicSettings['outcome-observations'].keptForEver).toBe(true);
  });
});
