import type { OperationOutcome } from '@medplum/fhirtypes';

/** Longest text that is kept of what a server said. */
const longestText = 2_000;
const mostIssues = 20;

/** What the server said about a refusal, as an OperationOutcome of bounded size, whatever it was (HTML, text, nothing). */
export function toOperationOutcome(answer: unknown, name: string): OperationOutcome {
  if (isOperationOutcome(answer)) {
    const issue = answer.issue.slice(0, mostIssues);
    if (JSON.stringify(issue).length <= mostIssues * longestText) return { resourceType: 'OperationOutcome', issue };
  }
  const said = typeof answer === 'string' ? answer : JSON.stringify(answer ?? {});
  const diagnostics = said === '{}' ? `The server said ${name} and nothing else.` : said.slice(0, longestText);
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing', diagnostics }] };
}

/** Whether it is FHIR's own word about a request. */
export function isOperationOutcome(answer: unknown): answer is OperationOutcome {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'resourceType' in answer &&
    answer.resourceType === 'OperationOutcome' &&
    'issue' in answer &&
    Array.isArray(answer.issue)
  );
}
