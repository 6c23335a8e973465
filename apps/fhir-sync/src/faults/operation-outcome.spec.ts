import { describe, expect, it } from '@jest/globals';
import { toOperationOutcome } from './operation-outcome.js';

describe('what the server said of a refusal', () => {
  it('is kept as it is when it is an OperationOutcome', () => {
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'required' }] };
    expect(toOperationOutcome(outcome, 'http-422')).toEqual(outcome);
  });

  it('is kept as text when it is something else, cut to a bounded size', () => {
    const { issue } = toOperationOutcome('<html>'.repeat(10_000), 'http-403');
    expect(issue[0]?.diagnostics).toHaveLength(2_000);
    expect(issue[0]?.diagnostics).toMatch(/^<html>/);
  });

  it('is named when it is nothing', () => {
    expect(toOperationOutcome(undefined, 'http-422').issue[0]?.diagnostics).toMatch('http-422');
  });

  it('is cut when it is a flood of issues', () => {
    const issue = Array.from({ length: 500 }, () => ({ severity: 'error', code: 'invalid', diagnostics: 'x' }));
    expect(toOperationOutcome({ resourceType: 'OperationOutcome', issue }, 'http-400').issue).toHaveLength(20);
  });
});
