/** Patterns of the site file: `*` stands for anything, capital and small letters are the same. */

const expressions = new Map<string, RegExp>();

export function matches(text: string, patterns: readonly string[]): boolean {
  return text !== '' && patterns.some((pattern) => expressionOf(pattern).test(text));
}

function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  const literal = pattern.split(/\*+/).map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${literal.join('.*')}$`, 'isu');
  expressions.set(pattern, expression);
  return expression;
}
