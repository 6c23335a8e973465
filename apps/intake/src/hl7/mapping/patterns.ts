/** Patterns of the site file: `*` stands for anything, capital and small letters are the same. */

/** No name or number is longer; a pattern with several `*` takes long on long texts. */
const longestText = 200;

const expressions = new Map<string, RegExp>();

export function matches(text: string, patterns: readonly string[]): boolean {
  const beginning = text.slice(0, longestText);
  return text !== '' && patterns.some((pattern) => expressionOf(pattern).test(beginning));
}

function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  const literal = pattern.split(/\*+/).map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${literal.join('.*')}$`, 'isu');
  expressions.set(pattern, expression);
  return expression;
}
